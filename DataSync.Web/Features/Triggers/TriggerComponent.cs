using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Triggers;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Triggers;

/// <summary>Asks for something to be done in n8n and shows what becomes of it.</summary>
public abstract partial class TriggerComponent(TriggerDesk desk, DatabaseState database, ILogger logger)
    : ComponentBase,
        IDisposable
{
    private readonly CancellationTokenSource left = new();

    protected TriggerDesk Desk => desk;

    /// <summary>Cancelled when nobody looks any more.</summary>
    protected CancellationToken Left => left.Token;

    protected override void OnInitialized() => desk.Changed += Moved;

    public void Dispose()
    {
        desk.Changed -= Moved;
        left.Cancel();
        left.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>What was refused, or that it could not be stored; null: it is stored.</returns>
    protected async Task<(string? Problem, Refusal? Refusal)> TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return (null, null);
        }
        catch (RefusedException refused)
        {
            return (refused.Message, refused.Refusal);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            database.ReportFailure(failure);
            Failed(logger, failure);
            return ("That could not be stored, so nothing was sent. Try again once the database answers.", null);
        }
    }

    private void Moved(object? sender, EventArgs none)
    {
        if (!left.IsCancellationRequested)
            _ = InvokeAsync(StateHasChanged);
    }

    [LoggerMessage(1702, LogLevel.Error, "What was asked for could not be stored")]
    private static partial void Failed(ILogger logger, Exception failure);
}

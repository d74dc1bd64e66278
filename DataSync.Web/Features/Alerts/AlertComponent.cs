using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Alerts;

/// <summary>Shows incidents or who is told of them, and reads again when either changed.</summary>
public abstract partial class AlertComponent(AlertDesk desk, LiveBoard board, DatabaseState database, ILogger logger)
    : ComponentBase,
        IDisposable
{
    private readonly CancellationTokenSource left = new();
    private IDisposable? watching;

    protected AlertDesk Desk => desk;

    protected LiveBoard Board => board;

    /// <summary>Cancelled when nobody looks any more.</summary>
    protected CancellationToken Left => left.Token;

    /// <summary>What was refused, or did not work; null: nothing.</summary>
    protected string? Problem { get; private set; }

    protected bool IsBusy { get; private set; }

    /// <summary>What somebody typed, or null where that is nothing.</summary>
    protected static string? Given(string? text) => text?.Trim() is { Length: > 0 } some ? some : null;

    /// <summary>Reads what is shown.</summary>
    protected abstract Task LoadAsync();

    protected override async Task OnInitializedAsync()
    {
        // What is drawn before the page is alive would be drawn again at once, and jump.
        if (!RendererInfo.IsInteractive)
            return;
        desk.Changed += Moved;
        // n8n is looked at more often while somebody looks here.
        watching = board.Subscribe(() => { });
        await TryAsync(LoadAsync);
    }

    public void Dispose()
    {
        desk.Changed -= Moved;
        watching?.Dispose();
        left.Cancel();
        left.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What goes wrong is <see cref="Problem"/>.</summary>
    protected async Task TryAsync(Func<Task> act)
    {
        (IsBusy, Problem) = (true, null);
        try
        {
            await act();
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Nobody looks at it any more.
        }
        catch (Exception failure)
        {
            database.ReportFailure(failure);
            Failed(logger, failure);
            Problem = "That could not be read or stored. Nothing was changed; try again once the database answers.";
        }
        finally
        {
            IsBusy = false;
        }
    }

    private void Moved(object? sender, EventArgs none)
    {
        if (!left.IsCancellationRequested)
            _ = InvokeAsync(async () =>
            {
                if (left.IsCancellationRequested)
                    return;
                await TryAsync(LoadAsync);
                StateHasChanged();
            });
    }

    [LoggerMessage(2021, LogLevel.Error, "Incidents or recipients could not be read or stored")]
    private static partial void Failed(ILogger logger, Exception failure);
}

using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Components;

/// <summary>
/// A page, or a part of one, that reads or stores something: what goes wrong is said on it, told to the state of the database
/// and logged, and ends neither the page nor what was typed there.
/// </summary>
public abstract partial class GuardedComponent : ComponentBase, IDisposable
{
    /// <summary>What to do about something that could not be read when the page was opened.</summary>
    protected const string OpenAgain = "Open the page again in a while.";

    // Never disposed of: what still runs when the page goes asks for its token.
    private readonly CancellationTokenSource left = new();

    [Inject]
    private DatabaseState Database { get; set; } = null!;

    [Inject]
    private ILogger<GuardedComponent> Logger { get; set; } = null!;

    /// <summary>Cancelled when nobody looks any more.</summary>
    protected CancellationToken Left => left.Token;

    /// <summary>What was refused, or did not work; null: nothing.</summary>
    protected string? Problem { get; set; }

    protected bool IsBusy { get; private set; }

    public void Dispose()
    {
        left.Cancel();
        Leave();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what else it holds.</summary>
    protected virtual void Leave() { }

    /// <summary>
    /// Does one thing at a time; asked for another meanwhile it does nothing. What goes wrong is <see cref="Problem"/>.
    /// </summary>
    /// <inheritdoc cref="GuardAsync" path="/param"/>
    protected async Task TryAsync(Func<Task> act, string? then = null)
    {
        if (IsBusy)
            return;
        (IsBusy, Problem) = (true, null);
        Problem = await GuardAsync(act, then) ?? Problem;
        IsBusy = false;
    }

    /// <param name="then">After why it failed: what that means, and what to do.</param>
    /// <returns>What was refused, or why it did not work; null: it did, or nobody looks any more.</returns>
    protected async Task<string?> GuardAsync(Func<Task> act, string? then = null)
    {
        try
        {
            await act();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            Database.ReportFailure(failure);
            Failed(Logger, failure, GetType().Name);
            return DatabaseState.IsUnreachable(failure)
                ? $"{Database.Message} {then ?? "Try again once it answers."}"
                : $"That did not work; the cause is in the server's log. {then ?? "See what is shown before you try again."}";
        }
    }

    [LoggerMessage(1701, LogLevel.Error, "What was asked for on {Page} could not be read or done")]
    private static partial void Failed(ILogger logger, Exception failure, string page);
}

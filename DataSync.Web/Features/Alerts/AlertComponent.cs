using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Web.Features.Alerts;

/// <summary>Shows incidents or who is told of them, and reads again when either changed.</summary>
public abstract class AlertComponent(AlertDesk desk, LiveBoard board, TimeProvider time) : FollowingPage(board, time)
{
    /// <summary>Why the last reading did not work.</summary>
    private string? unread;

    protected AlertDesk Desk => desk;

    protected BoardSnapshot Board { get; private set; } = BoardSnapshot.Empty;

    protected DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>What somebody typed, or null where that is nothing.</summary>
    protected static string? Given(string? text) => text?.Trim() is { Length: > 0 } some ? some : null;

    /// <summary>Reads what is shown.</summary>
    protected abstract Task LoadAsync();

    protected override void Take(BoardSnapshot snapshot)
    {
        var isBack = unread is not null && !IsUp(Board) && IsUp(snapshot);
        Board = snapshot;
        if (isBack)
            Moved(this, EventArgs.Empty);
    }

    protected override async Task OnInitializedAsync()
    {
        Look();
        // What is drawn before the page is alive would be drawn again at once, and jump.
        if (!RendererInfo.IsInteractive)
            return;
        desk.Changed += Moved;
        await ReadAsync();
    }

    protected override void Leave()
    {
        base.Leave();
        desk.Changed -= Moved;
    }

    /// <summary>Takes no notice of what somebody does meanwhile, and leaves what they were told.</summary>
    protected async Task ReadAsync()
    {
        var before = unread;
        unread = await GuardAsync(LoadAsync, "What is shown here is read again by itself.");
        if (Problem is null || ReferenceEquals(Problem, before))
            Problem = unread;
    }

    private static bool IsUp(BoardSnapshot board) => board.System.Database == DatabaseCondition.Ok;

    private void Moved(object? sender, EventArgs none)
    {
        if (!Left.IsCancellationRequested)
            _ = InvokeAsync(async () =>
            {
                if (Left.IsCancellationRequested)
                    return;
                await ReadAsync();
                StateHasChanged();
            });
    }
}

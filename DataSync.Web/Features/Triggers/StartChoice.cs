using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Triggers;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Triggers;

/// <summary>A workflow that may be run, and what was said about it in the dialog.</summary>
internal sealed class StartChoice
{
    private RunOffer offer;

    public StartChoice(WorkflowTile tile, RunOffer offer) =>
        (Tile, this.offer, IsRunning) = (tile, offer, offer.Running);

    /// <summary>The same for as long as the dialog is open, however often it is clicked.</summary>
    public string TriggerId { get; } = Guid.NewGuid().ToString("N");
    public WorkflowTile Tile { get; private set; }

    /// <summary>What n8n offers now; what was chosen and typed stays.</summary>
    public void Follow(WorkflowTile now, RunOffer offered)
    {
        (Tile, offer, IsRunning) = (now, offered, offered.Running);
    }

    public string Name => Tile.Name;
    public TriggerWay? Way => offer.Way;
    public string? WhyNot => offer.WhyNot;
    public bool MustTypeName => offer.MustTypeName;
    public bool Deletes => Tile.RunWays.SeemsToDelete;
    public bool IsRunning { get; set; }
    public bool IsChosen { get; set; } = true;
    public bool EvenIfRunning { get; set; }
    public string Typed { get; set; } = "";

    /// <summary>Why it was not taken.</summary>
    public string? Problem { get; set; }

    public bool IsReady =>
        (!MustTypeName || string.Equals(Typed.Trim(), Name.Trim(), StringComparison.Ordinal))
        && (!IsRunning || EvenIfRunning);
}

/// <summary>How far something that was asked for has come, in words.</summary>
/// <param name="Since">It goes on since then.</param>
internal sealed record StartState(
    ExecutionStatus Colour,
    string Sentence,
    DateTime? Since = null,
    bool MayWithdraw = false,
    string? ExecutionId = null,
    bool IsOpen = false
)
{
    public static StartState Of(TriggerView? trigger, WorkflowTile? tile) =>
        trigger?.State switch
        {
            null => new(ExecutionStatus.Running, "Asked for.", IsOpen: true),
            TriggerState.Queued => new(
                ExecutionStatus.Running,
                "Waits for its turn",
                trigger.RequestedAt,
                MayWithdraw: true,
                IsOpen: true
            ),
            TriggerState.Sending => new(ExecutionStatus.Running, "Sent to n8n", trigger.SentAt, IsOpen: true),
            TriggerState.Sent => new(
                ExecutionStatus.Running,
                trigger.Outcome ?? (trigger.ExecutionId is null ? "n8n has it; its run is looked for" : "Running"),
                trigger.SentAt,
                ExecutionId: trigger.ExecutionId,
                IsOpen: true
            ),
            TriggerState.Ended => Ended(trigger, tile),
            TriggerState.Withdrawn => new(ExecutionStatus.Cancelled, "Taken back; nothing was sent."),
            _ => new(ExecutionStatus.Failure, trigger.Outcome ?? "It did not start."),
        };

    private static StartState Ended(TriggerView trigger, WorkflowTile? tile)
    {
        var run = string.Equals(tile?.LastRun?.ExecutionId, trigger.ExecutionId, StringComparison.Ordinal)
            ? tile!.LastRun
            : null;
        if (run is null)
            return new(ExecutionStatus.Success, "It has ended.", ExecutionId: trigger.ExecutionId);
        var took = run.DurationMs is { } length ? $" after {Ages.Duration(length)}" : "";
        var counts = run.Resources.Any ? $": {Words.Of(run.Resources)}" : "";
        return new(
            run.Status,
            $"{ExecutionWords.Of(run.Status, run.N8nStatus)}{took}{counts}.{(run.ErrorMessage is { } error ? $" {error}" : "")}",
            ExecutionId: trigger.ExecutionId
        );
    }
}

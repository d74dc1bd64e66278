using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Triggers;
using DataSync.Web.Access;
using DataSync.Web.Components;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Triggers;

/// <summary>
/// Says what running one or several workflows would mean, and once confirmed stays with the runs to their end. Each keeps
/// the id it was asked under, so that a click too many asks for nothing more.
/// </summary>
public sealed partial class ManualSyncModal(
    TriggerService triggers,
    TriggerDesk desk,
    CurrentActor current,
    TimeProvider time
) : TriggerComponent(desk)
{
    private readonly string batch = Guid.NewGuid().ToString("N");
    private List<StartChoice> choices = [];
    private List<StartChoice> asked = [];
    private Actor? actor;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Ids { get; set; } = [];

    [Parameter, EditorRequired]
    public BoardSnapshot Board { get; set; } = null!;

    /// <summary>The page without this dialog.</summary>
    [Parameter, EditorRequired]
    public BoardAddress Address { get; set; } = null!;

    private string Title =>
        (asked, choices) switch
        {
            ([], []) => "There is no such workflow",
            ([], [var one]) => $"Run {one.Name}?",
            ([], _) when Ids.Count > BoardAddress.MostStarted =>
                $"Run the first {choices.Count} of {Ids.Count} workflows?",
            ([], _) => $"Run {choices.Count} workflows?",
            ([var one], _) => $"Run of {one.Name}",
            _ => $"{asked.Count} runs",
        };

    private IEnumerable<StartChoice> Chosen => Able.Where(choice => choice.IsChosen);

    private string Act => choices.Count > 1 ? $"Run {Chosen.Count()} now" : "Run now";

    private bool IsReady => Chosen.Any() && Chosen.All(choice => choice.IsReady);

    protected override async Task OnInitializedAsync()
    {
        actor = await current.GetAsync();
        choices =
        [
            .. Ids.Distinct(StringComparer.Ordinal)
                .Take(BoardAddress.MostStarted)
                .Select(id => Board.Tile(id))
                .OfType<WorkflowTile>()
                .Select(tile => new StartChoice(tile, triggers.Offer(actor, tile.WorkflowId))),
        ];
    }

    /// <summary>How it can be run may have changed in n8n meanwhile.</summary>
    protected override void OnParametersSet()
    {
        foreach (var choice in actor is null || asked.Count > 0 ? [] : choices)
        {
            var tile = Board.Tile(choice.Tile.WorkflowId);
            if (tile is not null && !ReferenceEquals(tile, choice.Tile))
                choice.Follow(tile, triggers.Offer(actor!, tile.WorkflowId));
        }
    }

    private IEnumerable<StartChoice> Able => choices.Where(choice => choice.WhyNot is null);

    /// <summary>How most of several are run; null: it is one, or none can be.</summary>
    private TriggerWay? Commonest =>
        choices.Count < 2 ? null : Able.GroupBy(choice => choice.Way).MaxBy(group => group.Count())?.Key;

    /// <summary>What need not be said of each of several.</summary>
    private string? OfAll =>
        Commonest is not { } way
            ? null
            : (Able.All(choice => choice.Way == way) ? "They are run" : "Where nothing else is said they are run")
                + (
                    way == TriggerWay.Webhook
                        ? " over their own webhooks, with an empty body,"
                        : " over n8n's MCP server, as their schedules would,"
                )
                + " one after the other as n8n's request budget allows. What has not been sent can be taken back.";

    private IEnumerable<string> Sentences(StartChoice choice)
    {
        if (choice.Way is { } way && way != Commonest)
            yield return way == TriggerWay.Webhook
                ? "It is run over its own webhook, with an empty body."
                : "It is run over n8n's MCP server, as its schedule would.";
        var tile = choice.Tile;
        if (tile.LastRun is { } last)
        {
            var took = last.DurationMs is { } length ? $" and took {Ages.Duration(length)}" : "";
            yield return $"It last ran {Ages.Ago(last.StartTime, time.GetUtcNow().UtcDateTime)}{took}. {tile.Usual}";
        }
        if (choice.Deletes)
            yield return tile.LastRun?.Resources.Deleted is { } deleted
                ? $"It seems to delete: last time it deleted {deleted:N0}."
                : "It seems to delete; how much it deleted last time is not known.";
    }

    private Task RunAsync() =>
        TryAsync(async () =>
        {
            var done = Chosen.ToList();
            foreach (var choice in done)
                choice.Problem = await GuardAsync(() => AskAsync(choice), AskAgain);
            if (done.TrueForAll(choice => choice.Problem is not null))
                Problem = string.Join(' ', done.Select(choice => choice.Problem).Distinct(StringComparer.Ordinal));
            else
                asked = done;
        });

    private async Task AskAsync(StartChoice choice)
    {
        var order = new TriggerOrder(choice.TriggerId, choice.Typed, choice.EvenIfRunning, batch);
        try
        {
            actor = await current.GetAsync();
            await triggers.RunAsync(actor, choice.Tile.WorkflowId, order, default);
        }
        catch (RefusedException refused) when (refused.Refusal == Refusal.Conflict)
        {
            // Somebody else was quicker: now it can be confirmed.
            choice.IsRunning = true;
            throw;
        }
    }

    private Task WithdrawAsync(StartChoice choice) =>
        TryAsync(
            async () => await triggers.WithdrawAsync(await current.GetAsync(), choice.TriggerId, default),
            "It may be sent still: see what becomes of it before you try again."
        );

    private StartState StateOf(StartChoice choice)
    {
        var trigger = Desk.Current.FirstOrDefault(one =>
            string.Equals(one.TriggerId, choice.TriggerId, StringComparison.Ordinal)
        );
        if (trigger is null && choice.Problem is { } why)
            return new(ExecutionStatus.Failure, why);
        var tile = Board.Tile(choice.Tile.WorkflowId);
        return StartState.Of(trigger, tile);
    }
}

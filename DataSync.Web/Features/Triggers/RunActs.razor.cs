using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Triggers;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Triggers;

/// <summary>Retrying and stopping one execution, asked once, and what became of it.</summary>
public sealed partial class RunActs(
    TriggerService triggers,
    TriggerDesk desk,
    N8nAbilities abilities,
    LiveBoard board,
    AccessDirectory access,
    CurrentActor current,
    TimeProvider time
) : TriggerComponent(desk)
{
    private ElementReference question;
    private string triggerId = "";
    private TriggerAct? act;
    private string typed = "";
    private Role role;
    private bool evenIfRunning;
    private bool isAsked;

    [Parameter, EditorRequired]
    public ExecutionDetail Detail { get; set; } = null!;

    private WorkflowTile? Tile => board.Current.Tile(Detail.Summary.WorkflowId);

    private bool IsRunning => Tile?.RunningCount > 0;

    /// <summary>The last thing asked of this execution.</summary>
    private TriggerView? Asked =>
        Desk.Current.FirstOrDefault(one =>
            string.Equals(one.TargetId, Detail.Summary.ExecutionId, StringComparison.Ordinal)
        );

    private string Question =>
        act == TriggerAct.Stop
            ? $"Stop this run of {Detail.Summary.WorkflowName}?"
            : $"Retry this run of {Detail.Summary.WorkflowName}?";

    private bool MayAct => role >= Role.Operator;

    private RunOffer? Offer => act == TriggerAct.Retry && Tile is { } tile ? RunOffer.ToRetry(tile, role) : null;

    private string? WhyNot => ActOffer.WhyNot(act!.Value, abilities, Detail.Summary.Status) ?? Offer?.WhyNot;

    private bool IsReady =>
        act == TriggerAct.Stop
        || (
            (!IsRunning || evenIfRunning)
            && (
                Offer is not { MustTypeName: true }
                || string.Equals(typed.Trim(), Tile?.Name.Trim(), StringComparison.Ordinal)
            )
        );

    private IEnumerable<string> Sentences
    {
        get
        {
            if (act == TriggerAct.Stop)
            {
                yield return "What it has done so far stays done.";
                yield break;
            }
            var since = Ages.Ago(Detail.Summary.StartTime, time.GetUtcNow().UtcDateTime);
            yield return $"n8n runs it again from the failed node on, with the data of this run of {since}.";
            if (Tile?.RunWays.HasUnpublishedDraft == true)
                yield return "n8n's editor holds changes of this workflow that are not published, and n8n retries with those.";
            if (Tile?.LastSuccessAt > Detail.Summary.StartTime)
                yield return "A newer run has succeeded since: its data would be written over by this older one.";
        }
    }

    protected override async Task OnInitializedAsync() => role = access.RoleOf(await current.GetAsync()) ?? Role.Viewer;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!isAsked)
            return;
        isAsked = false;
        await question.FocusAsync(preventScroll: true);
    }

    private void Ask(TriggerAct what) =>
        (act, triggerId, Problem, evenIfRunning, typed, isAsked) = (
            what,
            Guid.NewGuid().ToString("N"),
            null,
            false,
            "",
            true
        );

    private Task DoAsync() =>
        TryAsync(
            async () =>
            {
                var order = new TriggerOrder(triggerId, typed, EvenIfRunning: evenIfRunning);
                var (actor, id) = (await current.GetAsync(), Detail.Summary.ExecutionId);
                await (
                    act == TriggerAct.Stop
                        ? triggers.StopAsync(actor, id, order, default)
                        : triggers.RetryAsync(actor, id, order, default)
                );
                act = null;
            },
            AskAgain
        );
}

using System.Security.Cryptography;
using DataSync.Core.Access;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>
/// Has n8n tell of failures by itself, after the exact change was shown; and takes that back. What is asked for is stored and
/// noted here, and done by <see cref="PushRelayDispatcher"/>. Thread-safe.
/// </summary>
public sealed class PushRelayService(
    WriteTransaction writes,
    PushRelayStore store,
    N8nClient n8n,
    RequestBudget budget,
    AuditTrail audit,
    AccessDirectory access,
    AlertDesk desk,
    IOptions<SiteOptions> site,
    TimeProvider time
)
{
    private const int MarkBytes = 4;

    /// <summary>What n8n shows at this moment.</summary>
    /// <exception cref="RefusedException">The actor may not, the address is not set, or n8n cannot show it.</exception>
    public async Task<PushRelayPlan> PlanAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        _ = Url();
        var (relay, _) = await store.ReadAsync(cancellation);
        try
        {
            var workflows = new List<N8nWorkflow>();
            await foreach (var page in n8n.AllWorkflowsAsync(RequestPriority.Person, cancellation))
                workflows.AddRange(page.Workflows);
            // A row can shift from one page to the next.
            var each = workflows.DistinctBy(one => one.Id, StringComparer.Ordinal);
            return PushRelayPlan.Of(each, relay?.WorkflowId, budget.LeftPerMinute);
        }
        catch (N8nException failure)
        {
            throw RefusedException.Conflict(failure.Message);
        }
    }

    /// <summary>Begins with what was shown. Each workflow is looked at again just before it is changed.</summary>
    /// <exception cref="RefusedException">The actor may not, or it is being undone.</exception>
    public async Task ConnectAsync(Actor actor, PushRelayPlan seen, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        var url = Url();
        await ChangeAsync(
            async (db, token) =>
            {
                var relay = await db.PushRelays.SingleOrDefaultAsync(token);
                if (relay is { State: PushState.Undoing })
                    throw RefusedException.Conflict("It is being undone: wait until that has ended.");
                if (relay is null)
                {
                    var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes));
                    relay = new()
                    {
                        Mark = mark,
                        Url = url,
                        ActorName = "",
                    };
                    db.PushRelays.Add(relay);
                }
                Asked(relay, actor, PushState.Connecting);
                var known = await db.PushTargets.ToListAsync(token);
                foreach (var line in seen.Changes)
                {
                    var target = known.Find(one => PushRelayPlan.IsSame(one.WorkflowId, line.WorkflowId));
                    if (target is null)
                        db.PushTargets.Add(target = new() { WorkflowId = line.WorkflowId, WorkflowName = line.Name });
                    (target.State, target.Before, target.Reason) = (PushTargetState.Waiting, line.Before, null);
                }
                var asked = new { relay.Url, workflows = seen.Changes.Select(line => line.Name) };
                await audit.AppendAsync(db, actor, new(AuditActions.PushConnect, relay.Name, null, asked), token);
            },
            cancellation
        );
    }

    /// <summary>Takes the relay out of every workflow that was given it, then out of n8n.</summary>
    /// <exception cref="RefusedException">The actor may not, or there is nothing to undo.</exception>
    public Task UndoAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        return ChangeAsync(
            async (db, token) =>
            {
                var relay =
                    await db.PushRelays.SingleOrDefaultAsync(token)
                    ?? throw RefusedException.Conflict("There is nothing to undo.");
                Asked(relay, actor, PushState.Undoing);
                var targets = await db.PushTargets.ToListAsync(token);
                db.PushTargets.RemoveRange(
                    targets.Where(one => one.State is PushTargetState.Waiting or PushTargetState.Left)
                );
                await audit.AppendAsync(db, actor, new(AuditActions.PushUndo, relay.Name), token);
            },
            cancellation
        );
    }

    /// <summary>Ends undoing without the workflows that cannot be restored: they go on naming what is gone.</summary>
    /// <exception cref="RefusedException">The actor may not, or nothing is being undone.</exception>
    public Task FinishAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        return ChangeAsync(
            async (db, token) =>
            {
                if (await db.PushRelays.SingleOrDefaultAsync(token) is not { State: PushState.Undoing } relay)
                    throw RefusedException.Conflict("Nothing is being undone.");
                Asked(relay, actor, PushState.Undoing);
                var kept = await db.PushTargets.Where(one => one.Reason != null).ToListAsync(token);
                db.PushTargets.RemoveRange(kept);
                var without = new { keptBy = kept.Select(one => one.WorkflowName) };
                await audit.AppendAsync(db, actor, new(AuditActions.PushUndo, relay.Name, null, without), token);
            },
            cancellation
        );
    }

    /// <summary>Where n8n tells of failures, of a DataSync that is found there.</summary>
    public static string EventsOf(string publicUrl) => publicUrl.TrimEnd('/') + "/api/v1/n8n/events";

    private string Url() =>
        site.Value.PublicUrl is { Length: > 0 } url
            ? EventsOf(url)
            : throw RefusedException.Conflict(
                "n8n has to know where DataSync is: set Site:PublicUrl to an address that n8n can reach, and start DataSync again."
            );

    private void Asked(PushRelay relay, Actor actor, PushState state)
    {
        (relay.State, relay.AskedAt) = (state, time.UtcNow());
        (relay.ActorKind, relay.ActorId, relay.ActorName) = (actor.Kind, actor.Id, actor.Name);
    }

    private async Task ChangeAsync(
        Func<DataSyncDbContext, CancellationToken, Task> change,
        CancellationToken cancellation
    )
    {
        await writes.RunAsync(
            async (db, _, token) =>
            {
                await change(db, token);
                await db.SaveChangesAsync(token);
                return 0;
            },
            cancellation
        );
        var (relay, targets) = await store.ReadAsync(cancellation);
        desk.Show(PushStanding.Of(relay, targets, problem: null));
        desk.ToConnect.Give();
    }
}

using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Triggers;

/// <summary>How something is asked for.</summary>
/// <param name="TriggerId">Chosen by the asker: asked again with the same one, it is the same. Null: a new one.</param>
/// <param name="TypedName">The workflow's name, where its policy wants it typed.</param>
/// <param name="EvenIfRunning">Also when it runs already or was asked for.</param>
/// <param name="Batch">Common to several asked for with one confirmation.</param>
public sealed record TriggerOrder(
    string? TriggerId = null,
    string? TypedName = null,
    bool EvenIfRunning = false,
    string? Batch = null
);

/// <summary>
/// Has workflows run, executions retried and stopped. What is asked for is stored and answered at once;
/// <see cref="TriggerDispatcher"/> sends it. Thread-safe.
/// </summary>
public sealed class TriggerService(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    AuditTrail audit,
    AccessDirectory access,
    LiveBoard board,
    TriggerDesk desk,
    N8nAbilities abilities,
    IOptions<N8nOptions> n8n,
    TimeProvider time
)
{
    private const int LongestId = 64;

    public RunMeans Means =>
        new(n8n.Value.McpKey is { Length: > 0 }, abilities.McpAnswers == false ? abilities.McpProblem : null);

    /// <returns>What running it would mean for this actor.</returns>
    /// <exception cref="RefusedException">There is no such workflow.</exception>
    public RunOffer Offer(Actor actor, string workflowId) =>
        RunOffer.Of(Tile(workflowId), Means, access.RoleOf(actor) ?? Role.Viewer);

    /// <exception cref="RefusedException">It may or can not be run, or runs already.</exception>
    public Task<TriggerView> RunAsync(
        Actor actor,
        string workflowId,
        TriggerOrder order,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Operator);
        var tile = Tile(workflowId);
        var offer = Offer(actor, workflowId);
        Demand(offer, tile, order);
        return StoreAsync(
            actor,
            order,
            New(actor, order, TriggerAct.Run, workflowId, offer.Way!.Value, target: null),
            AuditActions.WorkflowRun,
            tile.Name,
            offer.Running,
            cancellation
        );
    }

    /// <exception cref="RefusedException">It did not fail, is gone, may not be run, or this n8n cannot do it.</exception>
    public Task<TriggerView> RetryAsync(
        Actor actor,
        string executionId,
        TriggerOrder order,
        CancellationToken cancellation
    ) => OnExecutionAsync(actor, executionId, order, TriggerAct.Retry, cancellation);

    /// <exception cref="RefusedException">It is over, is gone, or this n8n cannot do it.</exception>
    public Task<TriggerView> StopAsync(
        Actor actor,
        string executionId,
        TriggerOrder order,
        CancellationToken cancellation
    ) => OnExecutionAsync(actor, executionId, order, TriggerAct.Stop, cancellation);

    /// <summary>Takes back what has not been sent.</summary>
    /// <exception cref="RefusedException">It was sent already.</exception>
    public async Task WithdrawAsync(Actor actor, string triggerId, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Operator);
        await writes.RunAsync(
            async (db, _, token) =>
            {
                var trigger =
                    await db.Triggers.SingleOrDefaultAsync(row => row.TriggerId == triggerId, token)
                    ?? throw RefusedException.Unknown("Nothing was asked for under this id.");
                if (trigger.State == TriggerState.Withdrawn)
                    return 0;
                if (trigger.State != TriggerState.Queued)
                    throw RefusedException.Conflict("It was sent already and cannot be taken back.");
                (trigger.State, trigger.EndedAt) = (TriggerState.Withdrawn, time.UtcNow());
                await audit.AppendAsync(db, actor, new(AuditActions.TriggerWithdrawn, triggerId), token);
                return 0;
            },
            cancellation
        );
        await desk.ReadAsync(cancellation);
    }

    private async Task<TriggerView> OnExecutionAsync(
        Actor actor,
        string executionId,
        TriggerOrder order,
        TriggerAct act,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Operator);
        var target = await TargetAsync(executionId, cancellation);
        if (ActOffer.WhyNot(act, abilities, target.Status) is { } why)
            throw RefusedException.Conflict(why);
        var stops = act == TriggerAct.Stop;
        var tile = Tile(target.WorkflowId);
        if (!stops)
            Demand(RunOffer.ToRetry(tile, access.RoleOf(actor) ?? Role.Viewer), tile, order);
        return await StoreAsync(
            actor,
            stops ? order with { EvenIfRunning = true } : order,
            New(actor, order, act, target.WorkflowId, TriggerWay.Api, executionId),
            stops ? AuditActions.ExecutionStopped : AuditActions.ExecutionRetried,
            executionId,
            tile.RunningCount > 0,
            cancellation
        );
    }

    private static void Demand(RunOffer offer, WorkflowTile tile, TriggerOrder order)
    {
        if (offer.WhyNot is { } why)
            throw RefusedException.Conflict(why);
        if (offer.MustTypeName && !string.Equals(order.TypedName?.Trim(), tile.Name.Trim(), StringComparison.Ordinal))
            throw RefusedException.Invalid("typedName", "Type the name of the workflow to have it run.");
    }

    private Trigger New(
        Actor actor,
        TriggerOrder order,
        TriggerAct act,
        string workflowId,
        TriggerWay way,
        string? target
    )
    {
        if (order.TriggerId is { } given && given.Trim() is not { Length: > 0 and <= LongestId })
            throw RefusedException.Invalid("triggerId", $"It must have 1 to {LongestId} characters.");
        return new()
        {
            TriggerId = order.TriggerId?.Trim() ?? Guid.NewGuid().ToString("N"),
            Act = act,
            WorkflowId = workflowId,
            TargetId = target,
            Way = way,
            Batch = StoredText.Cut(order.Batch, LongestId),
            ActorKind = actor.Kind,
            ActorId = actor.Id,
            ActorName = StoredText.Cut(actor.Name, StoredText.Name),
            RequestedAt = time.UtcNow(),
        };
    }

    private async Task<TriggerView> StoreAsync(
        Actor actor,
        TriggerOrder order,
        Trigger trigger,
        string action,
        string subject,
        bool isRunning,
        CancellationToken cancellation
    )
    {
        var stored = await writes.RunAsync(
            async (db, _, token) =>
            {
                var known = await db.Triggers.SingleOrDefaultAsync(row => row.TriggerId == trigger.TriggerId, token);
                if (known is not null)
                    return
                        string.Equals(known.WorkflowId, trigger.WorkflowId, StringComparison.Ordinal)
                        && string.Equals(known.TargetId, trigger.TargetId, StringComparison.Ordinal)
                        && known.Act == trigger.Act
                        ? TriggerView.Of(known)
                        : throw RefusedException.Conflict("This id was used for something else.");
                var open = await db.Triggers.AnyAsync(
                    row =>
                        row.WorkflowId == trigger.WorkflowId
                        && row.Act != TriggerAct.Stop
                        && (
                            row.State == TriggerState.Queued
                            || row.State == TriggerState.Sending
                            || row.State == TriggerState.Sent
                        ),
                    token
                );
                if (!order.EvenIfRunning && (open || isRunning))
                    throw RefusedException.Conflict(
                        open
                            ? "A run of it was asked for already and has not ended. Confirm that it shall run again beside it."
                            : "It is running now. Confirm that it shall run again beside that."
                    );
                db.Triggers.Add(trigger);
                await audit.AppendAsync(
                    db,
                    actor,
                    new(
                        action,
                        subject,
                        null,
                        new
                        {
                            trigger.TriggerId,
                            trigger.WorkflowId,
                            trigger.Way,
                            trigger.TargetId,
                        }
                    ),
                    token
                );
                return TriggerView.Of(trigger);
            },
            cancellation
        );
        desk.Hint.Give();
        await desk.ReadAsync(cancellation);
        return stored;
    }

    private WorkflowTile Tile(string workflowId) =>
        board.Current.Tile(workflowId) ?? throw RefusedException.Unknown($"There is no workflow '{workflowId}'.");

    private async Task<(string WorkflowId, ExecutionStatus Status)> TargetAsync(
        string executionId,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db
            .Executions.AsNoTracking()
            .Where(row => row.ExecutionId == executionId)
            .Select(row => new
            {
                row.WorkflowId,
                row.Status,
                row.N8nStatus,
                IsPresent = row.Generation == db.Checkpoints.Max(checkpoint => checkpoint.Generation),
            })
            .SingleOrDefaultAsync(cancellation);
        if (found is null)
            throw RefusedException.Unknown($"There is no execution '{executionId}'.");
        if (!found.IsPresent || found.N8nStatus is ExecutionIngestor.Gone)
            throw RefusedException.Conflict("n8n no longer has this execution.");
        return (found.WorkflowId, found.Status);
    }
}

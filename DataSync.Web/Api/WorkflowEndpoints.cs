using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Web.Access;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>A workflow of n8n as it stands now. Times are UTC.</summary>
/// <param name="HealthReason">One plain sentence.</param>
/// <param name="HealthAsOf">Set on a healthy one while nobody can see n8n or its later runs are still being read: it was so then, what it is now is not known.</param>
/// <param name="Running">A run is open.</param>
/// <param name="LastSuccessAt">End of the last successful run.</param>
/// <param name="NextExpectedAt">Next start by its schedule; null without one or while inactive.</param>
/// <param name="Usual">How its successful runs usually are, a sentence; null: too few are known.</param>
/// <param name="LastExecution">The last finished run; null: none is known.</param>
/// <param name="OtherCells">What it covers beside its provider and type.</param>
/// <param name="FreshnessLimitMinutes">How old its data may become; null: two hours.</param>
/// <param name="PausedUntil">Its monitoring is paused until then.</param>
public sealed record WorkflowAnswer(
    string WorkflowId,
    string WorkflowName,
    CloudProvider Provider,
    WorkflowType WorkflowType,
    bool IsActive,
    Health Health,
    string HealthReason,
    DateTime? HealthAsOf,
    bool Running,
    DateTime? LastSuccessAt,
    DateTime? NextExpectedAt,
    string? Usual,
    ExecutionSummary? LastExecution,
    IReadOnlyList<WorkflowCell> OtherCells,
    string? Account,
    string? Region,
    string? Owner,
    string? Notes,
    string? RunbookUrl,
    int? FreshnessLimitMinutes,
    DateTime? PausedUntil,
    string? PauseReason
)
{
    public static WorkflowAnswer Of(WorkflowTile tile) =>
        new(
            tile.WorkflowId,
            tile.Name,
            tile.Provider,
            tile.Type,
            tile.IsActive,
            tile.Health,
            tile.HealthReason,
            tile.AsOf,
            tile.RunningCount > 0,
            tile.LastSuccessAt,
            tile.NextExpectedAt,
            tile.Usual,
            tile.LastRun is { } run ? Last(tile, run) : null,
            [.. tile.Cells.Skip(1)],
            tile.Settings.Account,
            tile.Settings.Region,
            tile.Settings.Owner,
            tile.Settings.Notes,
            tile.Settings.RunbookUrl,
            tile.Settings.FreshnessLimitMinutes,
            tile.Settings.PausedUntil,
            tile.Settings.PauseReason
        );

    private static ExecutionSummary Last(WorkflowTile tile, LastRun run) =>
        new(
            run.ExecutionId,
            tile.WorkflowId,
            tile.Name,
            tile.Provider,
            tile.Type,
            run.Status,
            run.N8nStatus,
            run.Mode,
            run.StartTime,
            run.EndTime,
            run.DurationMs,
            run.Resources.Created,
            run.Resources.Updated,
            run.Resources.Deleted,
            run.Resources.Failed,
            run.ErrorMessage,
            run.FailedNode
        );
}

internal sealed record WorkflowQuery(
    [property: Description("Clouds, comma-separated.")] Words<CloudProvider>? Provider,
    [property: Description("Kinds of network resources, comma-separated.")] Words<WorkflowType>? Type,
    [property: Description("States, comma-separated.")] Words<Health>? Health,
    [property: Description("Whether they are switched on in n8n.")] Flag? Active,
    [property: Description("Words that all must be in the name, whatever their case.")] SearchText? Search
);

internal static class WorkflowEndpoints
{
    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("workflows").WithTags(ApiTags.Workflows);
        workflows
            .MapGet("", List)
            .WithName("listWorkflows")
            .WithSummary("All workflows with their health")
            .WithDescription(
                "Worst first, then by name, all in one answer. Filters that are not given let everything pass."
            )
            .WithExample(200, new Page<WorkflowAnswer>([ApiExamples.Workflow]))
            .WithETag(http => ValueTask.FromResult(ETags.Of(ImmutableCollectionsMarshal.AsArray(Tiles(Board(http)))!)));
        workflows
            .MapGet("{workflowId}", One)
            .WithName("getWorkflow")
            .WithSummary("One workflow with its health")
            .Refuses(404)
            .WithExample(200, ApiExamples.Workflow)
            .WithETag(http =>
                ValueTask.FromResult(ETags.Of(Find(Board(http), (string)http.GetRouteValue("workflowId")!)))
            );
        workflows
            .MapPatch("{workflowId}", ChangeAsync)
            .RequireAuthorization(AccessPolicies.Admin)
            .WithName("changeWorkflow")
            .WithSummary("Change what people say of a workflow")
            .WithDescription("The page shows it within seconds. Nothing is changed in n8n.")
            .Refuses(404)
            .WithExample(ApiExamples.Change);
        workflows
            .MapGet("{workflowId}/executions", ExecutionsAsync)
            .WithName("listWorkflowExecutions")
            .WithSummary("The executions of one workflow")
            .WithDescription("Newest start first.")
            .Refuses(404)
            .WithExample(200, new ExecutionPage([ApiExamples.Execution], ApiExamples.Cursor))
            .WithETag(ETags.OfDatabaseAsync);
    }

    private static Ok<Page<WorkflowAnswer>> List([AsParameters] WorkflowQuery query, LiveBoard board)
    {
        var filter = new BoardFilter(
            query.Search?.Text ?? "",
            query.Health?.Members ?? [],
            query.Provider?.Members ?? [],
            query.Type?.Members ?? []
        );
        return TypedResults.Ok(
            new Page<WorkflowAnswer>([
                .. Tiles(board)
                    .Where(filter.Matches)
                    .Where(tile => query.Active is not { } active || tile.IsActive == active.IsSet)
                    .Select(WorkflowAnswer.Of),
            ])
        );
    }

    private static Ok<WorkflowAnswer> One([Description("n8n's id.")] string workflowId, LiveBoard board) =>
        TypedResults.Ok(WorkflowAnswer.Of(Find(board, workflowId)));

    private static async Task<NoContent> ChangeAsync(
        [Description("n8n's id.")] string workflowId,
        WorkflowChange change,
        HttpContext http,
        WorkflowEditor editor,
        CancellationToken cancellation
    )
    {
        await editor.ChangeAsync(http.GetActor(), [workflowId], change, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ExecutionPage>> ExecutionsAsync(
        [Description("n8n's id.")] string workflowId,
        [AsParameters] HistoryQuery when,
        [AsParameters] PageQuery page,
        LiveBoard board,
        ExecutionHistory history,
        CancellationToken cancellation
    )
    {
        Find(board, workflowId);
        var filter = when.Of(new() { WorkflowId = workflowId });
        return TypedResults.Ok(await history.PageAsync(filter, page.Cursor, PageSize.Of(page.Limit), cancellation));
    }

    private static LiveBoard Board(HttpContext http) => http.RequestServices.GetRequiredService<LiveBoard>();

    /// <exception cref="DatabaseNotReadyException">They have not been read yet: that is not none.</exception>
    private static ImmutableArray<WorkflowTile> Tiles(LiveBoard board) =>
        board.Current is { System.Loaded: true, Tiles: var tiles }
            ? tiles
            : throw new DatabaseNotReadyException("The stored picture is being read.");

    private static WorkflowTile Find(LiveBoard board, string id) =>
        Tiles(board).FirstOrDefault(tile => string.Equals(tile.WorkflowId, id, StringComparison.Ordinal))
        ?? throw RefusedException.Unknown($"There is no workflow '{id}'.");
}

using System.ComponentModel;
using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>Which executions, by their workflow.</summary>
internal sealed record ExecutionQuery(
    [property: Description("n8n's id of a workflow.")] string? WorkflowId,
    [property: Description("Clouds, comma-separated.")] Words<CloudProvider>? Provider,
    [property: Description("Kinds of network resources, comma-separated.")] Words<WorkflowType>? Type,
    [property: Description("Part of the error or of the failed node's name, or an execution's whole id.")]
        SearchText? Search,
    [property: Description("Fingerprint of an error, as an execution's sameError tells it.")] SearchText? Error,
    [property: Description("Leaves out what ran as a part of another workflow's run.")] Flag? WithoutParts
)
{
    public ExecutionFilter Filter =>
        new()
        {
            WorkflowId = WorkflowId,
            Providers = Provider?.Members ?? [],
            Types = Type?.Members ?? [],
            Search = Search?.Text,
            Fingerprint = Error?.Text,
            WithoutParts = WithoutParts?.IsSet ?? false,
        };
}

/// <summary>Which executions, by how and when they ran.</summary>
internal sealed record HistoryQuery(
    [property: Description("How they ended, comma-separated.")] Words<ExecutionStatus>? Status,
    [property: Description("Started at this time or later.")] Moment? From,
    [property: Description("Started before this time.")] Moment? To
)
{
    public ExecutionFilter Of(ExecutionFilter which) =>
        which with
        {
            Statuses = Status?.Members ?? [],
            From = From?.Utc,
            To = To?.Utc,
        };
}

/// <summary>One execution with all that is known of it.</summary>
public sealed record ExecutionAnswer : ExecutionSummary
{
    public ExecutionAnswer(ExecutionDetail detail)
        : base(detail.Summary)
    {
        (N8nExecutionId, StartTimeEstimated, IsInN8n) = (
            detail.N8nExecutionId,
            detail.StartTimeEstimated,
            detail.IsInN8n
        );
        (DetailState, Digest) = (detail.State, detail.Digest);
        (RetrySuccessId, Retries, SameError) = (detail.RetrySuccessId, detail.Retries, detail.SameError);
    }

    /// <summary>n8n's own id; it begins again where n8n was rebuilt, the other never does.</summary>
    public string N8nExecutionId { get; }

    /// <summary>n8n told no start; the time is when the execution was first seen.</summary>
    public bool StartTimeEstimated { get; }

    /// <summary>False where n8n certainly no longer has it.</summary>
    public bool IsInN8n { get; }

    /// <summary>n8n's id of the retry that succeeded.</summary>
    public string? RetrySuccessId { get; }

    /// <summary>Why there is a digest or none.</summary>
    public DetailState DetailState { get; }

    /// <summary>What its nodes did; null with the state stored: it has expired.</summary>
    public ExecutionDigest? Digest { get; }

    /// <summary>The chain of retries it belongs to with itself, oldest first; empty without one.</summary>
    public IReadOnlyList<ExecutionSummary> Retries { get; }

    /// <summary>Where else its error occurred; null without an error.</summary>
    public ErrorOccurrences? SameError { get; }
}

internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder api)
    {
        var executions = api.MapGroup("executions").WithTags(ApiTags.Executions);
        executions
            .MapGet("", ListAsync)
            .WithName("listExecutions")
            .WithSummary("What ran, newest start first")
            .WithDescription(
                "Filters that are not given let everything pass. A search looks through a bounded part of the history at a time: searchedTo says how far it came when a page is not full although there is more."
            )
            .WithExample(200, new ExecutionPage([ApiExamples.Execution], ApiExamples.Cursor))
            .WithETag(ETags.OfDatabaseAsync);
        executions
            .MapGet("{executionId}", OneAsync)
            .WithName("getExecution")
            .WithSummary("One execution with all that is known of it")
            .Refuses(404)
            .WithExample(200, ApiExamples.ExecutionWithDetail)
            .WithETag(ETags.OfDatabaseAsync);
    }

    private static async Task<Ok<ExecutionPage>> ListAsync(
        [AsParameters] ExecutionQuery which,
        [AsParameters] HistoryQuery when,
        [AsParameters] PageQuery page,
        ExecutionHistory history,
        CancellationToken cancellation
    ) =>
        TypedResults.Ok(
            await history.PageAsync(when.Of(which.Filter), page.Cursor, PageSize.Of(page.Limit), cancellation)
        );

    private static async Task<Ok<ExecutionAnswer>> OneAsync(
        [Description("As DataSync lists it.")] string executionId,
        ExecutionHistory history,
        CancellationToken cancellation
    ) =>
        await history.FindAsync(executionId, cancellation) is { } detail
            ? TypedResults.Ok(new ExecutionAnswer(detail))
            : throw RefusedException.Unknown($"There is no execution '{executionId}'.");
}

using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>Turns what is known of a workflow into its tile. Pure.</summary>
internal static class TileBuilder
{
    /// <param name="isUnobserved">Nobody sees n8n at the moment, so that nothing can be called healthy now.</param>
    public static WorkflowTile Build(
        WorkflowFacts workflow,
        ZoneView zoneView,
        bool openRunsAreListed,
        DateTime? knownUntil,
        bool isUnobserved,
        DateTime now
    )
    {
        var registry = workflow.Registry;
        var zone = zoneView.Zone;
        var schedule = registry.Schedule is { } json ? WorkflowSchedule.FromJson(json) : null;
        var verdict = HealthRules.Judge(
            new HealthInput
            {
                Now = now,
                KnownUntil = knownUntil,
                IsActive = registry.IsActive,
                IsArchived = registry.IsArchived,
                VanishedAt = registry.VanishedAt,
                IsPlaceholder = registry.IsPlaceholder,
                SwitchedOffAt = registry.SwitchedOffAt,
                Schedule = schedule,
                Zone = zone,
                FirstSeenAt = registry.CreatedAt,
                UpdatedAt = registry.UpdatedAt,
                Finished = [.. workflow.Finished.Select(AsFinished)],
                Open = [.. workflow.Open.Select(run => new OpenRun(run.StartTime, run.N8nStatus, run.Mode))],
                OpenRunsAreListed = openRunsAreListed,
                OlderSuccessAt = workflow.LastSuccessAt,
            }
        );
        return new WorkflowTile(
            registry.WorkflowId,
            registry.WorkflowName,
            registry.Provider,
            registry.WorkflowType,
            registry.IsActive,
            registry.IsArchived,
            registry.VanishedAt,
            verdict.Health,
            WithHint(verdict, zoneView.Hint),
            workflow.LastSuccessAt,
            workflow.Open.Count == 0 ? null : workflow.Open.Min(run => run.StartTime),
            workflow.Open.Count,
            verdict.NextExpectedAt,
            schedule?.Describe(zone),
            workflow.Finished is [var last, ..] ? AsLast(last) : null,
            RunStrip.Encode(Newest(workflow))
        )
        {
            AsOf = isUnobserved && verdict.Health == Health.Healthy ? knownUntil : null,
        };
    }

    private static string WithHint(HealthVerdict verdict, string? hint) =>
        hint is null ? verdict.Reason
        : verdict.Health is Health.Late or Health.Healthy ? $"{hint} {verdict.Reason}"
        : $"{verdict.Reason} {hint}";

    private static FinishedRun AsFinished(Run run) =>
        new(
            run.StartTime,
            run.EndTime,
            run.Status,
            run.N8nStatus,
            run.Mode,
            run.DurationMs,
            run.Resources,
            run.ErrorMessage,
            run.FailedNode,
            run.NodesFailed
        );

    private static LastRun AsLast(Run run) =>
        new(
            run.ExecutionId,
            run.Status,
            run.StartTime,
            run.EndTime,
            run.DurationMs,
            run.Resources,
            run.ErrorMessage,
            run.FailedNode
        )
        {
            N8nStatus = run.N8nStatus,
            Mode = run.Mode,
        };

    private static IEnumerable<RunBar> Newest(WorkflowFacts workflow) =>
        workflow
            .Finished.Concat(workflow.Open)
            .OrderByDescending(run => run.StartTime)
            .Take(WorkflowFacts.RunsKept)
            .Reverse()
            .Select(run => new RunBar(run.StartTime, run.Status, run.DurationMs));
}

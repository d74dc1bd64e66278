using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>How much of n8n can be seen at the moment.</summary>
/// <param name="KnownUntil">Start of the last complete pass.</param>
/// <param name="OpenRunsAreListed">False: an old n8n that lists no run before its end.</param>
/// <param name="Unread">Null: all that started until then has been read, so that what is not there was not.</param>
/// <param name="IsUnobserved">Nobody sees n8n, so that nothing can be called healthy now.</param>
internal readonly record struct Sight(
    DateTime? KnownUntil,
    bool OpenRunsAreListed,
    UnreadStarts? Unread,
    bool IsUnobserved
);

/// <summary>Turns what is known of a workflow into its tile. Pure.</summary>
internal static class TileBuilder
{
    private const int EnoughRuns = 3;

    public static WorkflowTile Build(WorkflowFacts workflow, ZoneView zoneView, Sight sight, DateTime now)
    {
        var registry = workflow.Registry;
        var zone = zoneView.Zone;
        var schedule = workflow.Schedule;
        var input = new HealthInput
        {
            Now = now,
            KnownUntil = sight.KnownUntil,
            Unread = sight.Unread,
            IsActive = registry.IsActive,
            IsArchived = registry.IsArchived,
            VanishedAt = registry.VanishedAt,
            IsPlaceholder = registry.IsPlaceholder,
            SwitchedOffAt = registry.SwitchedOffAt,
            PausedUntil = workflow.Settings.PausedUntil,
            PauseReason = workflow.Settings.PauseReason,
            FreshnessLimit = workflow.Settings.FreshnessLimit,
            Schedule = schedule,
            Zone = zone,
            FirstSeenAt = registry.CreatedAt,
            UpdatedAt = registry.UpdatedAt,
            Finished = [.. workflow.Finished.Select(AsFinished)],
            Changes = [.. workflow.Changes],
            Open = [.. workflow.Open.Select(run => new OpenRun(run.StartTime, run.N8nStatus, run.Mode, run.WaitTill))],
            OpenRunsAreListed = sight.OpenRunsAreListed,
            OlderSuccessAt = workflow.LastSuccessAt,
        };
        var verdict = HealthRules.Judge(input);
        var dueEvery = workflow.DueEvery(zone, now);
        var grace = schedule is null ? TimeSpan.Zero : HealthRules.Grace(schedule, dueEvery);
        var longest = TimeSpan.FromMilliseconds(workflow.Finished.Max(run => run.DurationMs) ?? 0);
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
            RunStrip.Encode(Bars(input, sight, workflow, sight.OpenRunsAreListed ? grace : grace + longest))
        )
        {
            AsOf = verdict.AsOf ?? (sight.IsUnobserved && verdict.Health == Health.Healthy ? sight.KnownUntil : null),
            DueEvery = dueEvery,
            DataLimit = dueEvery is { } every ? every + grace + longest : input.FreshnessLimit,
            Settings = workflow.Settings,
            RunWays = workflow.RunWays,
            ReportsNoCounts = ReportsNoCounts(workflow),
            Usual = UsualRuns.Describe(input.Finished.Where(run => !RunOrigins.IsByHand(run.Mode))),
        };
    }

    /// <summary>Only where several digests were read: one run without counts may have had nothing to do.</summary>
    private static bool ReportsNoCounts(WorkflowFacts workflow)
    {
        var read = workflow.Finished.Where(run => run is { Status: ExecutionStatus.Success, NodesFailed: not null });
        return read.Count() >= EnoughRuns && !read.Any(run => run.Resources.Any);
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

    private static IEnumerable<RunBar> Bars(HealthInput input, Sight sight, WorkflowFacts workflow, TimeSpan grace)
    {
        var runs = workflow.Finished.Concat(workflow.Open).OrderBy(run => run.StartTime).ToList();
        var bars = runs.Select(run => new RunBar(run.StartTime, run.Status, run.DurationMs));
        var isOn = input is { IsActive: true, IsArchived: false, VanishedAt: null };
        if (!isOn || input.Schedule is not { } schedule || sight is not { Unread: null, KnownUntil: { } until })
            return bars;
        // Starts from before its last change may be another schedule's.
        var starts = runs.Where(run => run.Mode is null or "trigger" && run.StartTime > input.UpdatedAt);
        return MissedStarts
            .Of(schedule, input.Zone, [.. starts.Select(run => run.StartTime)], grace, until)
            .Select(at => new RunBar(at, null, null))
            .Concat(bars)
            .OrderBy(bar => bar.StartTime);
    }
}

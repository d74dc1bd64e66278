using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using static DataSync.Tests.Unit.Workflows.HealthSample;

namespace DataSync.Tests.Unit.Workflows;

/// <summary>Verdicts by state: paused, inactive, unknown, switched off, failing.</summary>
internal static class HealthStateCases
{
    public static TheoryData<string, Health, HealthInput> All =>
        new()
        {
            { "as it should be", Health.Healthy, Daily },
            { "paused before all else", Health.Paused, Daily with { PausedUntil = Now.AddDays(1), IsActive = false } },
            { "a pause that ended", Health.Healthy, Daily with { PausedUntil = Now } },
            { "inactive", Health.Inactive, Daily with { IsActive = false, Finished = [Failed] } },
            { "archived", Health.Inactive, Daily with { IsArchived = true } },
            { "vanished", Health.Inactive, Daily with { VanishedAt = Now } },
            { "inactive while nothing is known", Health.Inactive, Daily with { IsActive = false, KnownUntil = null } },
            { "nothing known yet", Health.Unknown, Daily with { KnownUntil = null, Finished = [Failed] } },
            { "placeholder", Health.Unknown, Daily with { IsActive = false, IsPlaceholder = true } },
            { "strange word", Health.Unknown, Daily with { Finished = [Failed with { N8nStatus = "paused" }] } },
            { "strange open word", Health.Unknown, Daily with { Open = [new(Now, "dreaming", "trigger")] } },
            {
                "strange word by hand",
                Health.Healthy,
                Daily with
                {
                    Finished = [Run("2026-03-10T03:00", ExecutionStatus.Failure, "odd", "manual"), .. Daily.Finished],
                }
            },
            {
                "switched off",
                Health.SwitchedOff,
                Daily with
                {
                    IsActive = false,
                    SwitchedOffAt = Now,
                    Finished = [Failed],
                }
            },
            { "switched on again", Health.Healthy, Daily with { SwitchedOffAt = Now } },
            { "failed", Health.Failing, Daily with { Finished = [Failed, .. Daily.Finished] } },
            { "failed on an old server", Health.Failing, Daily with { Finished = [Failed with { N8nStatus = null }] } },
            {
                "failed, then cancelled",
                Health.Failing,
                Daily with
                {
                    Finished = [Run("2026-03-10T03:00", ExecutionStatus.Cancelled, "canceled"), Failed],
                }
            },
            {
                "failed, runs again",
                Health.Failing,
                Daily with
                {
                    Finished = [Failed],
                    Open = [new(Now, "running", "trigger")],
                }
            },
            { "failed, then recovered", Health.Healthy, Daily with { Finished = [Run("2026-03-10T03:00"), Failed] } },
            {
                "failed, mended by hand only",
                Health.Failing,
                Daily with
                {
                    Finished = [Run("2026-03-10T03:00", mode: "manual"), Failed],
                }
            },
            {
                "failed, retried well",
                Health.Healthy,
                Daily with
                {
                    Finished = [Run("2026-03-10T03:00", mode: "retry"), Failed],
                }
            },
            {
                "failed by hand",
                Health.Healthy,
                Daily with
                {
                    Finished = [Failed with { Mode = "manual" }, .. Daily.Finished],
                }
            },
            {
                "failed in a test",
                Health.Healthy,
                Daily with
                {
                    Finished = [Failed with { Mode = "evaluation" }, .. Daily.Finished],
                }
            },
        };
}

using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using static DataSync.Tests.Unit.Workflows.HealthSample;

namespace DataSync.Tests.Unit.Workflows;

/// <summary>Verdicts that come with time: stuck, late, stale, never ran.</summary>
internal static class HealthTimeCases
{
    public static TheoryData<string, Health, HealthInput> All =>
        new()
        {
            { "open for 9 min", Health.Healthy, Daily with { Open = [new(Now.AddMinutes(-9), "running", "trigger")] } },
            { "open for 11 min", Health.Stuck, Daily with { Open = [new(Now.AddMinutes(-11), "running", "trigger")] } },
            {
                "open for 11 min, as before",
                Health.Healthy,
                Daily with
                {
                    Finished = [Daily.Finished[0] with { DurationMs = 300_000 }],
                    Open = [new(Now.AddMinutes(-11), "running", "trigger")],
                }
            },
            {
                "open for long, by hand",
                Health.Healthy,
                Daily with
                {
                    Open = [new(Now.AddHours(-5), "running", "manual")],
                }
            },
            {
                "open for long, waiting",
                Health.Healthy,
                Daily with
                {
                    Open = [new(Now.AddDays(-3), "waiting", "trigger", Now.AddDays(1))],
                }
            },
            {
                "waiting for a call",
                Health.Healthy,
                Daily with
                {
                    Open = [new(Now.AddHours(-9), "waiting", "webhook")],
                }
            },
            {
                "did not wake up",
                Health.Stuck,
                Daily with
                {
                    Open = [new(Now.AddHours(-9), "waiting", "trigger", Now.AddHours(-1))],
                }
            },
            { "late", Health.Late, Daily with { Finished = Daily.Finished[1..] } },
            {
                "started, still running",
                Health.Healthy,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    KnownUntil = Utc.At("2026-03-10T02:09"),
                    Open = [new(Utc.At("2026-03-10T02:00:30"), "running", "trigger")],
                }
            },
            {
                "stuck before late",
                Health.Stuck,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    Open = [new(Now.AddHours(-1), "running", "webhook")],
                }
            },
            {
                "failing before stuck and late",
                Health.Failing,
                Daily with
                {
                    Finished = [Run("2026-03-09T02:00:20", ExecutionStatus.Failure, "crashed")],
                    Open = [new(Now.AddHours(-1), "running", "webhook")],
                }
            },
            {
                "unknown before switched off",
                Health.Unknown,
                Daily with
                {
                    IsActive = false,
                    SwitchedOffAt = Now,
                    KnownUntil = null,
                }
            },
            {
                "due, within grace",
                Health.Healthy,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    KnownUntil = Utc.At("2026-03-10T02:15:59"),
                }
            },
            {
                "due, grace over",
                Health.Late,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    KnownUntil = Utc.At("2026-03-10T02:16"),
                }
            },
            {
                "n8n silent since before it was due",
                Health.Healthy,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    KnownUntil = Utc.At("2026-03-10T01:59"),
                }
            },
            {
                "due, may run unseen",
                Health.Healthy,
                Daily with
                {
                    Finished = [Daily.Finished[1] with { DurationMs = 12 * 3_600_000 }],
                    OpenRunsAreListed = false,
                }
            },
            {
                "due, too long even unseen",
                Health.Late,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    OpenRunsAreListed = false,
                }
            },
            {
                "run by hand in its place",
                Health.Late,
                Daily with
                {
                    Finished = [Run("2026-03-10T02:00:30", mode: "manual"), Daily.Finished[1]],
                }
            },
            {
                "run by webhook in its place",
                Health.Late,
                Daily with
                {
                    Finished = [Run("2026-03-10T02:00:30", mode: "webhook"), Daily.Finished[1]],
                }
            },
            {
                "schedule changed since",
                Health.Healthy,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    UpdatedAt = Utc.At("2026-03-10T09:00"),
                }
            },
            {
                "late before suspicious and stale",
                Health.Late,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    FreshnessLimit = TimeSpan.FromMinutes(1),
                }
            },
            {
                "first due time to come",
                Health.NeverRan,
                Daily with
                {
                    Finished = [],
                    FirstSeenAt = Utc.At("2026-03-10T09:00"),
                }
            },
            { "first due time passed", Health.Late, Daily with { Finished = [] } },
            { "fresh without a schedule", Health.Healthy, Unscheduled },
            { "stale", Health.Stale, Unscheduled with { Finished = [Run("2026-03-10T09:59")] } },
            {
                "not stale by its own limit",
                Health.Healthy,
                Unscheduled with
                {
                    Finished = [Run("2026-03-10T09:59")],
                    FreshnessLimit = TimeSpan.FromHours(3),
                }
            },
            {
                "stale, its schedule unreadable",
                Health.Stale,
                Daily with
                {
                    Schedule = WorkflowSchedule.FromJson("?"),
                }
            },
            {
                "stale is judged as far as is known",
                Health.Healthy,
                Unscheduled with
                {
                    Finished = [Run("2026-03-10T09:59")],
                    KnownUntil = Utc.At("2026-03-10T11:00"),
                }
            },
            {
                "stale by hand-made success",
                Health.Stale,
                Unscheduled with
                {
                    Finished = [Run("2026-03-10T11:30", mode: "manual"), Run("2026-03-10T08:00")],
                }
            },
            {
                "an older success",
                Health.Stale,
                Unscheduled with
                {
                    Finished = [],
                    OlderSuccessAt = Utc.At("2026-03-01T00:00"),
                }
            },
            {
                "due when what started may be unread",
                Health.Healthy,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    Unread = new(Utc.At("2026-03-10T01:00"), Utc.At("2026-03-10T11:00")),
                }
            },
            {
                "late before what may be unread",
                Health.Late,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    Unread = new(Utc.At("2026-03-10T03:00"), Utc.At("2026-03-10T11:00")),
                }
            },
            {
                "late after what may be unread",
                Health.Late,
                Daily with
                {
                    Finished = Daily.Finished[1..],
                    Unread = new(null, Utc.At("2026-03-10T01:00")),
                }
            },
            {
                "stale unless a success is unread",
                Health.Healthy,
                Unscheduled with
                {
                    Finished = [Run("2026-03-10T09:00")],
                    Unread = new(Utc.At("2026-03-10T10:00"), Utc.At("2026-03-10T11:00")),
                }
            },
            {
                "stale before what may be unread",
                Health.Stale,
                Unscheduled with
                {
                    Finished = [Run("2026-03-10T07:00")],
                    Unread = new(Utc.At("2026-03-10T10:00"), Utc.At("2026-03-10T11:00")),
                }
            },
            {
                "never ran, as far as is read",
                Health.Unknown,
                Unscheduled with
                {
                    Finished = [],
                    Unread = new(null, Utc.At("2026-03-10T11:00")),
                }
            },
            { "never ran", Health.NeverRan, Unscheduled with { Finished = [] } },
            { "only ran by hand", Health.NeverRan, Unscheduled with { Finished = [Failed with { Mode = "manual" }] } },
        };
}

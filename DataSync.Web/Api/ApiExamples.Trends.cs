using DataSync.Core.Trends;

namespace DataSync.Web.Api;

internal static partial class ApiExamples
{
    public static readonly TrendSummary Trend = new(
        Now.Date.AddDays(-1),
        Group: null,
        Runs: 288,
        Success: 285,
        Failure: 3,
        Cancelled: 0,
        Retried: 1,
        SuccessRate: 285d / 288,
        DurationP50Ms: 4_120,
        DurationP95Ms: 11_300,
        DurationP99Ms: 19_870,
        ResourcesReported: 280,
        ResourcesCreated: 12,
        ResourcesUpdated: 5_804,
        ResourcesDeleted: 3,
        ResourcesFailed: 7,
        PartRuns: 24,
        UnobservedSeconds: 0
    );

    public static readonly ServiceLevels ServiceLevels = new(
        Now.AddDays(-30),
        Now,
        ServiceTargets.Default,
        [
            ServiceLevel.Share(ServiceLevelKind.Alerts, 95, measured: 41, missed: 1, p95Seconds: 38),
            ServiceLevel.Share(ServiceLevelKind.PageLoad, 95, measured: 5_120, missed: 12, p95Seconds: 1.4),
        ],
        UnobservedSeconds: 900,
        UnmeasuredHours: 0
    );

    public static readonly IssuedReport Report = new(
        new(
            12,
            ReportKind.Month,
            "February 2026",
            Now.AddDays(-28).Date,
            Now.Date,
            Version: 1,
            Reason: null,
            Now,
            "auditor@example.org",
            new string('a', 64)
        ),
        new(
            new(
                ReportKind.Month,
                Now.AddDays(-28).Date,
                Now.Date,
                "UTC",
                Version: 1,
                Reason: null,
                Now,
                "auditor@example.org",
                Trend,
                Trend,
                [],
                [],
                [new("Azure Subnet Sync", Trend)],
                ServiceLevels,
                [],
                MoreIncidents: 0,
                [],
                MoreChanges: 0,
                []
            ),
            new(
                "Network synchronization, February 2026",
                [],
                [
                    new(
                        "Summary",
                        [],
                        ["", "Runs"],
                        [
                            ["All", "288"],
                        ]
                    ),
                ]
            )
        ),
        IsIntact: true,
        CorrectedBy: null
    );

    public static readonly ReportOrder ReportOrder = new(new(2020, 2, 1), new(2020, 2, 29), "A workflow was missing.");
}

using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Retention;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;

namespace DataSync.Web.Api;

/// <summary>What the document shows. Real objects, so that no example can be other than the answers are.</summary>
internal static class ApiExamples
{
    public const string Cursor = "CN5vT9mYQAAAAADr";

    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
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

    public static readonly ReportOrder ReportOrder = new(new(2020, 2, 1), new(2020, 2, 29), "A workflow was missing.");

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

    public static readonly DateTime Later = Now.AddSeconds(42);

    // What is sent as it stands has to be in the future.
    public static readonly DateTime FarOff = new(2099, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    public static readonly ExecutionSummary Execution = new(
        "231",
        "4QyJIoxLbGYEwPYV",
        "Azure Subnet Sync",
        CloudProvider.Azure,
        WorkflowType.Subnet,
        ExecutionStatus.Failure,
        "error",
        "trigger",
        Now.AddMinutes(-5),
        Now.AddMinutes(-5).AddSeconds(3),
        3_000,
        null,
        null,
        null,
        null,
        "AccessDenied: not authorized to list subnets",
        "List subnets"
    );

    public static readonly ExecutionAnswer ExecutionWithDetail = new(
        new ExecutionDetail(
            Execution,
            Execution.ExecutionId,
            false,
            true,
            null,
            DetailState.Stored,
            new(
                [
                    new(
                        "List subnets",
                        "error",
                        Now.AddMinutes(-5),
                        2_800,
                        1,
                        0,
                        "AccessDenied: not authorized to list subnets"
                    ),
                ],
                "List subnets",
                new(
                    "NodeApiError",
                    "AccessDenied: not authorized to list subnets",
                    null,
                    "List subnets",
                    "n8n-nodes-base.httpRequest",
                    "403",
                    new("httpHeaderAuth", "7", "Azure reader")
                ),
                ResourceCounts.None
            ),
            [],
            new("5d41402abc4b2a76", Now.AddDays(-2), [])
        )
    );

    public static readonly WorkflowAnswer Workflow = new(
        Execution.WorkflowId,
        Execution.WorkflowName,
        Execution.Provider,
        Execution.WorkflowType,
        true,
        Health.Failing,
        "List subnets failed: AccessDenied: not authorized to list subnets.",
        null,
        false,
        Now.AddMinutes(-65),
        Now.AddMinutes(55),
        "Usually 1.2 to 1.9 s, 14 to 20 updated.",
        Execution,
        [],
        "prod-4711",
        "westeurope",
        "Network team",
        null,
        "https://wiki.example.org/runbooks/azure-subnets",
        null,
        null,
        null
    );

    public static readonly WorkflowChange Change = new(
        CloudProvider.Azure,
        WorkflowType.Subnet,
        OtherCells: [new(CloudProvider.Azure, WorkflowType.Vpc)],
        Owner: "Network team",
        FreshnessLimitMinutes: 360,
        Monitoring: new()
    );

    public static readonly TriggerView Trigger = new(
        "nightly-2026-03-01",
        TriggerAct.Run,
        Execution.WorkflowId,
        null,
        TriggerWay.Webhook,
        null,
        "ada@example.org",
        Now.AddMinutes(-5),
        TriggerState.Ended,
        Now.AddMinutes(-5),
        Execution.ExecutionId,
        null,
        Now.AddMinutes(-5).AddSeconds(3)
    );

    public static readonly StatusAnswer Status = new(
        "1.0.0",
        new(true, N8nCondition.Ok, null),
        new(Now.AddMinutes(-20), Now.AddSeconds(-12), Now.AddSeconds(8)),
        new(10, 6),
        new(1_840, 42, 41, 12)
    );

    public static readonly AccountRow User = new(
        "0b1c6c9e-9d0e-4c9f-8a6e-2f1f2f6f7a10",
        "ada@example.org",
        Role.Operator,
        false,
        true,
        Now.AddDays(-30),
        Now.AddHours(-2),
        null
    );

    public static readonly UserLink Link = new(
        User.Id,
        "https://cmdb.example.org/sync/set-password?id=0b1c6c9e-9d0e-4c9f-8a6e-2f1f2f6f7a10&key=…",
        Now.AddDays(3)
    );

    public static readonly TokenRow Token = new(
        7,
        "Grafana",
        "dsync_Zk3pQ",
        Role.Viewer,
        "ada@example.org",
        Now.AddDays(-7),
        Now.AddYears(1),
        Now.AddMinutes(-1),
        null
    );

    public static readonly AuditAnswer Audit = new(
        1_204,
        Now,
        ActorKind.Account,
        User.Id,
        User.Email,
        "10.1.2.3",
        AuditActions.AccountRole,
        "grace@example.org",
        JsonElement.Parse("""{"role":"viewer"}"""),
        JsonElement.Parse("""{"role":"operator"}""")
    );

    public static readonly RetentionView Retention = new(
        [new("Retention:Executions", 400), new("Retention:ExecutionData", 30)],
        Later,
        [new("workflow_executions", 7_210), new("workflow_executions.execution_data", 7_144)],
        new(Now.AddHours(-20), Now.AddHours(-20).AddSeconds(9), [new("workflow_executions", 7_198)], null)
    );

    public static readonly IncidentSummary Incident = new(
        17,
        IncidentKind.Failure,
        "Credential “AWS prod” is rejected",
        "The service did not accept the credential “AWS prod” (401): it is wrong, expired or revoked.",
        "rejected",
        "qUFGBVvY9mQ6g3oX",
        Now.AddMinutes(-31),
        Now.AddMinutes(-31).AddSeconds(12),
        null,
        null,
        Now.AddMinutes(-20),
        "ada@example.org",
        null,
        "The key is being renewed.",
        3,
        2,
        7,
        12,
        4,
        null
    );

    public static readonly IncidentDetail IncidentWithDetail = new(
        Incident,
        [
            new("4QyJIoxLbGYEwPYV", "AWS Subnet Sync (prod)", Incident.OpenedAt, 4, null, "231"),
            new("jXq5cS2mN0bT8vKd", "AWS VPN Sync (prod)", null, 0, null, null),
        ],
        [
            new()
            {
                Id = 90,
                IncidentId = 17,
                At = Incident.DetectedAt,
                Change = IncidentChange.Opened,
                Text = Incident.Sentence,
            },
        ],
        [
            new(
                41,
                AlertMessageKind.Opened,
                Incident.DetectedAt.AddSeconds(2),
                [
                    new(
                        AlertChannel.Email,
                        "network-team@example.org",
                        DeliveryState.Sent,
                        1,
                        Incident.DetectedAt.AddSeconds(4),
                        null
                    ),
                ]
            ),
        ]
    );

    public static readonly AlertRow Alert = new(
        12,
        "231",
        AlertType.Failure,
        "network-team@example.org, ada@example.org",
        Now.AddMinutes(-30),
        null
    );

    public static readonly ExportDocument Export = new(
        "executions",
        [new("status", "failure", "Result: Failed")],
        [
            new("executionId", "Execution", ExportKind.Text, null),
            new("durationMs", "Duration", ExportKind.WholeNumber, "ms"),
        ],
        [
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["executionId"] = Execution.ExecutionId,
                ["durationMs"] = Execution.DurationMs,
            },
        ],
        1
    );

    /// <summary>The same in the other formats.</summary>
    public static readonly (ExportFormat Format, string Example)[] ExportFiles =
    [
        (ExportFormat.Csv, "Execution,Duration (ms)\r\n231,3000\r\n"),
        (ExportFormat.Xlsx, "PK…"),
    ];

    public static readonly ExportManifest Manifest = new(
        "5d41402abc4b2a7676b9719d911017c5",
        "executions",
        ExportFormat.Csv,
        "datasync-executions-20260301-120000.csv",
        1,
        412,
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ["Result: Failed"],
        "status=failure",
        ActorKind.Account,
        User.Id,
        User.Email,
        Now,
        Now.AddSeconds(1),
        "DataSync 1.0.0"
    );

    public static readonly RecipientView Recipient = new(
        3,
        "ada@example.org",
        "Ada",
        [
            new(SubscriptionScope.All, null, [AlertEvent.Failure, AlertEvent.Recovery, AlertEvent.Late]),
            new(SubscriptionScope.Workflow, "4QyJIoxLbGYEwPYV", [AlertEvent.Success]),
        ]
    );

    public static readonly RecipientInput NewRecipient = new(Recipient.Email, Recipient.Name, Recipient.Subscriptions);

    public static readonly AlertRulesInput NewRules = new(
        [IncidentKind.Suspicious],
        AfterFailures: 2,
        QuietFrom: new(22, 0),
        QuietTo: new(6, 0),
        Maintenance: [new(Later, Later.AddHours(2), "The firewall is replaced.")]
    );

    public static readonly AlertRules Rules = NewRules.Rules();

    public static readonly AlertPreview Preview = new([Recipient.Email], IsQuiet: true, false, 2, null);
}

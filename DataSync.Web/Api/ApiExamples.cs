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
internal static partial class ApiExamples
{
    public const string Cursor = "CN5vT9mYQAAAAADr";

    // No fields: the other files may be initialised before this one.
    private static DateTime Now => new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    public static DateTime Later => Now.AddSeconds(42);

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
}

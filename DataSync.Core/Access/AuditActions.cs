namespace DataSync.Core.Access;

/// <summary>The words of the audit log's column <c>action</c>.</summary>
public static class AuditActions
{
    public const string SignIn = "sign_in";
    public const string SignInFailed = "sign_in.failed";
    public const string SignOut = "sign_out";
    public const string SignOutEverywhere = "sign_out.everywhere";
    public const string AccountCreated = "account.created";
    public const string AccountRole = "account.role";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
    public const string PasswordChanged = "account.password";
    public const string PasswordLink = "account.password_link";
    public const string PasswordSet = "account.password_set";
    public const string TokenCreated = "token.created";
    public const string TokenRevoked = "token.revoked";
    public const string WorkflowChanged = "workflow.changed";
    public const string WorkflowRun = "workflow.run";
    public const string WorkflowInMcp = "workflow.available_in_mcp";
    public const string WorkflowErrorWorkflow = "workflow.error_workflow";
    public const string PushConnect = "push.connect";
    public const string PushRelayCreated = "push.relay_created";
    public const string PushUndo = "push.undo";
    public const string PushRelayRemoved = "push.relay_removed";
    public const string ExecutionRetried = "execution.retried";
    public const string ExecutionStopped = "execution.stopped";
    public const string TriggerWithdrawn = "trigger.withdrawn";
    public const string AlertRulesChanged = "alert_rules.changed";
    public const string ReportIssued = "report.issued";
    public const string ServiceTargetsChanged = "service_targets.changed";
    public const string TestMail = "recipient.test_mail";
    public const string RecipientSaved = "recipient.saved";
    public const string RecipientRemoved = "recipient.removed";
    public const string IncidentAcknowledged = "incident.acknowledged";
    public const string IncidentSilenced = "incident.silenced";
    public const string IncidentResolved = "incident.resolved";
    public const string IncidentReopened = "incident.reopened";
    public const string ExportStarted = "export.started";
    public const string ExportFinished = "export.finished";
    public const string ExportCancelled = "export.cancelled";
    public const string ExportFailed = "export.failed";
    public const string AuditExpired = "audit.expired";
    public const string RetentionRun = "retention.run";

    /// <summary>Every action there is; the part before the dot is its group.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. typeof(AuditActions)
            .GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!),
    ];
}

namespace DataSync.Web.Api;

/// <summary>How the document groups operations.</summary>
internal static class ApiTags
{
    public const string Status = "Status";
    public const string Workflows = "Workflows";
    public const string Executions = "Executions";
    public const string Triggers = "Triggers";
    public const string Alerts = "Alerts";
    public const string Events = "Events";
    public const string Access = "Access";
    public const string Trends = "Trends";
    public const string Audit = "Audit";
    public const string Exports = "Exports";
    public const string Retention = "Retention";
    public const string Health = "Health";

    public static readonly (string Name, string Description)[] All =
    [
        (Status, "Whether what DataSync tells can be believed, and having it look again."),
        (Workflows, "What is synchronised, and how it stands."),
        (Executions, "What ran, and how it ended."),
        (Triggers, "Running, retrying and stopping, and what became of it."),
        (Alerts, "What is broken, who is told, and what they were told."),
        (Events, "What n8n reports by itself."),
        (Access, "Accounts and API tokens."),
        (Trends, "Numbers over time."),
        (Audit, "Who did what, from where."),
        (Exports, "The lists as files, and what proves them."),
        (Retention, "How long what is kept."),
        (Health, "For what watches processes."),
    ];
}

using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>How events read after the name of their workflow.</summary>
public static class EventWords
{
    public const string Registered = "seen for the first time";

    public static string Of(WorkflowEventKind kind) =>
        kind switch
        {
            WorkflowEventKind.Registered => Registered,
            WorkflowEventKind.Renamed => "renamed",
            WorkflowEventKind.Activated => "switched on",
            WorkflowEventKind.Deactivated => "switched off",
            WorkflowEventKind.Archived => "archived",
            WorkflowEventKind.Unarchived => "taken out of the archive",
            WorkflowEventKind.Vanished => "gone from n8n",
            WorkflowEventKind.Returned => "back in n8n",
            WorkflowEventKind.ScheduleChanged => "schedule changed",
            WorkflowEventKind.VersionChanged => "new version",
            WorkflowEventKind.ClassificationChanged => "classified anew",
            WorkflowEventKind.ClassificationProposed => "name suggests another kind",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An event without words"),
        };

    /// <summary>What it was and is; version numbers say nothing to a reader.</summary>
    public static string? Detail(WorkflowEvent one) =>
        one.Kind switch
        {
            WorkflowEventKind.Registered or WorkflowEventKind.VersionChanged => null,
            WorkflowEventKind.ClassificationProposed => $"Kept as {one.Before}; the new name says {one.After}.",
            _ when (one.Before ?? one.After) is null => null,
            _ => $"{one.Before ?? "none"} → {one.After ?? "none"}",
        };

    public static string OfReason(string reason) =>
        reason switch
        {
            Trouble.NotRunning => "DataSync was not looking",
            Trouble.Database => "the database did not answer",
            "unreachable" => "n8n did not answer",
            "unauthorised" => "n8n refused the API key",
            "forbidden_scope" => "the API key lacked a scope",
            "not_an_n8n" => "something else answered",
            "rate_limited" => "n8n asked for fewer requests",
            "server_error" => "n8n answered with errors",
            _ => "the cause is not known",
        };
}

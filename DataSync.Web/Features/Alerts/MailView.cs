using System.Globalization;
using DataSync.Core;
using DataSync.Core.Alerts;
using DataSync.Core.N8n;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Alerts;

/// <summary>A story in the words of a mail; what both of its bodies say.</summary>
public sealed class MailView(AlertStory story, string recipient, SiteOptions site, N8nOptions n8n)
{
    public AlertStory Story => story;

    public string Recipient => recipient;

    public string Heading =>
        story.Kind switch
        {
            AlertMessageKind.Opened => AlertWords.Of(story.IncidentKind ?? IncidentKind.Failure),
            AlertMessageKind.FollowUp => "It is more now",
            AlertMessageKind.Reminder => "Still open",
            AlertMessageKind.Recovery => "It is over",
            AlertMessageKind.Summary => "What is broken now",
            AlertMessageKind.Success => "Succeeded",
            AlertMessageKind.ManualTrigger => "Run by hand",
            AlertMessageKind.Digest => "The day in short",
            AlertMessageKind.Test => "This is a test",
            AlertMessageKind.Report => "A report was issued",
            _ => throw new ArgumentOutOfRangeException(nameof(story), story.Kind, "A mail without a heading"),
        };

    /// <summary>Good news is green; never by colour alone.</summary>
    public bool IsGood =>
        story.Kind
            is AlertMessageKind.Recovery
                or AlertMessageKind.Success
                or AlertMessageKind.Test
                or AlertMessageKind.Report;

    public IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            if (story.OpenedAt is { } opened)
                yield return ("Since", Time(opened));
            if (story.ResolvedAt is { } resolved)
                yield return ("Until", Time(resolved));
            if (story.Failures > 0)
                yield return ("Failed runs", story.Failures.ToString("N0", CultureInfo.InvariantCulture));
            if (story.WorkflowCount > 1)
                yield return ("Workflows", story.WorkflowCount.ToString("N0", CultureInfo.InvariantCulture));
            if (story.ActorName is { } actor)
                yield return ("By", actor);
            if (story.LastNote is { } note)
                yield return ("What helped last time", note);
        }
    }

    public int MoreWorkflows => story.WorkflowCount - (story.Workflows.IsDefault ? 0 : story.Workflows.Length);

    /// <summary>Its page, or that of all of them; null: no <c>Site:PublicUrl</c> is set.</summary>
    public string? Url =>
        story.ReportId is { } report
            ? Page($"/data-sync/reports/{report.ToString(CultureInfo.InvariantCulture)}")
            : UrlOf(story.IncidentId);

    /// <summary>As <see cref="Url"/>, of one incident of a summary.</summary>
    public string? UrlOf(int? incidentId) =>
        Page(
            incidentId is { } id
                ? $"/data-sync/alerts?incident={id.ToString(CultureInfo.InvariantCulture)}"
                : "/data-sync/alerts"
        );

    public string What(StoryItem item)
    {
        var workflows = item.Workflows switch
        {
            0 => null,
            1 => "1 workflow",
            var count => $"{count} workflows",
        };
        var since = item.Since == default ? null : $"since {Time(item.Since)}";
        return string.Join(", ", new[] { workflows, since }.OfType<string>());
    }

    public string? RunUrl(StoryWorkflow workflow) =>
        workflow.ExecutionId is { } id ? Page($"/data-sync?run={Uri.EscapeDataString(id)}") : null;

    public string? N8nUrl(StoryWorkflow workflow) =>
        workflow.N8nExecutionId is { } id ? N8nEditor.Execution(n8n, workflow.Id, id) : null;

    public string? SettingsUrl => Page("/data-sync/alerts?recipients=1");

    /// <summary>Cloud and type; null: not known.</summary>
    public static string? Place(StoryWorkflow workflow) =>
        workflow is { Provider: { } provider, Type: { } type } ? $"{Words.Of(provider)}, {Words.Of(type)}" : null;

    public string What(StoryWorkflow workflow)
    {
        if (story.Kind is AlertMessageKind.Success or AlertMessageKind.ManualTrigger)
            return Time(workflow.FailedAt);
        var failures = workflow.Failures > 1 ? $", {workflow.Failures} times in a row" : "";
        var node = workflow.FailedNode is { } name ? $" in node “{name}”" : "";
        return $"since {Time(workflow.FailedAt)}{failures}{node}";
    }

    public string Time(DateTime at) =>
        TimeZoneInfo.ConvertTimeFromUtc(at, site.Zone).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)
        + $" {site.TimeZone}";

    private string? Page(string path) => site.PublicUrl is { Length: > 0 } ? site.Root("") + path : null;
}

using System.Text;
using DataSync.Core.Alerts;

namespace DataSync.Web.Features.Alerts;

/// <summary>The body of a mail for those who read text.</summary>
internal static class MailText
{
    public static string Of(MailView view)
    {
        var text = new StringBuilder();
        text.AppendLine(view.Heading.ToUpperInvariant()).AppendLine(Line(view.Story.Title)).AppendLine();
        if (view.Story.Sentence is { Length: > 0 } sentence)
            text.AppendLine(Line(sentence)).AppendLine();
        foreach (var (name, value) in view.Facts)
            text.Append(name).Append(": ").AppendLine(Line(value));
        if (!view.Story.Workflows.IsDefaultOrEmpty)
            Workflows(text, view);
        if (!view.Story.Items.IsDefaultOrEmpty)
        {
            text.AppendLine();
            foreach (var item in view.Story.Items)
                text.Append(item.IsOpen ? "- open: " : "- over: ")
                    .AppendLine(Line($"{item.Title} ({view.What(item)})"));
        }
        if (view.Url is { } here)
            text.AppendLine().Append("Show it in DataSync: ").AppendLine(here);
        text.AppendLine().Append("Sent by DataSync to ").Append(view.Recipient).AppendLine(".");
        return text.ToString();
    }

    private static void Workflows(StringBuilder text, MailView view)
    {
        foreach (var workflow in view.Story.Workflows)
        {
            text.AppendLine().Append("* ").AppendLine(Line(workflow.Name));
            if (MailView.Place(workflow) is { } place)
                text.Append("  ").AppendLine(place);
            text.Append("  ").AppendLine(Line(view.What(workflow)));
            if (workflow.Owner is { } owner)
                text.Append("  Owner: ").AppendLine(Line(owner));
            if (view.RunUrl(workflow) is { } run)
                text.Append("  The run: ").AppendLine(run);
            if (view.N8nUrl(workflow) is { } n8n)
                text.Append("  In n8n: ").AppendLine(n8n);
            if (workflow.RunbookUrl is { } runbook)
                text.Append("  Runbook: ").AppendLine(Line(runbook));
        }
        if (view.MoreWorkflows > 0)
            text.AppendLine().Append("and ").Append(view.MoreWorkflows).AppendLine(" more.");
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");
}

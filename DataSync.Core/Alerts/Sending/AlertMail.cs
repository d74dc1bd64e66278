using System.Globalization;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using MimeKit;

namespace DataSync.Core.Alerts;

/// <summary>The two bodies of a mail.</summary>
public sealed record MailBody(string Html, string Text);

/// <summary>Draws what a mail shows; of the web, because it is drawn as pages are.</summary>
public interface IMailRenderer
{
    Task<MailBody> RenderAsync(AlertStory story, string recipient);
}

/// <summary>Makes the mail of a story.</summary>
internal static class AlertMail
{
    private const int LongestSubject = 180;

    /// <param name="messageId">Of the message: the same mail, sent again, is recognized as the same.</param>
    public static MimeMessage Of(AlertStory story, string messageId, MailBody body, MailboxAddress from, string to)
    {
        var domain = Domain(from);
        var mail = new MimeMessage
        {
            Subject = SubjectOf(story),
            MessageId = $"{messageId}.{Tag(to)}@{domain}",
            Body = new BodyBuilder { HtmlBody = body.Html, TextBody = body.Text }.ToMessageBody(),
        };
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress(null, to));
        if (story.IncidentId is { } incident)
        {
            // The first of them names no mail that was ever sent; readers gather by it all the same.
            mail.InReplyTo = $"incident-{incident.ToString(CultureInfo.InvariantCulture)}@{domain}";
            mail.References.Add(mail.InReplyTo);
        }
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }

    /// <summary>One line that tells the story.</summary>
    public static string SubjectOf(AlertStory story) =>
        SafeText.OneLine($"[DataSync] {string.Concat(HeadlineOf(story).Select(Plain))}", LongestSubject);

    /// <summary>As <see cref="SubjectOf"/>, in any length.</summary>
    public static string HeadlineOf(AlertStory story)
    {
        var what = story.WorkflowCount switch
        {
            0 => null,
            1 when !story.Workflows.IsDefaultOrEmpty => story.Workflows[0].Name,
            var count => $"{count} syncs",
        };
        var many = story.WorkflowCount > 1;
        var verb = story.IncidentKind switch
        {
            IncidentKind.Late => many ? "are late" : "is late",
            IncidentKind.Stale => many ? "are stale" : "is stale",
            IncidentKind.Stuck => many ? "are stuck" : "is stuck",
            IncidentKind.Suspicious => many ? "are suspicious" : "is suspicious",
            IncidentKind.SwitchedOff => many ? "were switched off" : "was switched off",
            _ => many ? "fail" : "fails",
        };
        var about =
            what is null ? story.Title
            : story.IncidentKind == IncidentKind.Failure ? $"{what} {verb}: {story.Title}"
            : $"{what} {verb}";
        return story.Kind switch
        {
            AlertMessageKind.Opened => about,
            AlertMessageKind.FollowUp => $"Now {about}",
            AlertMessageKind.Reminder => $"Still {about}",
            AlertMessageKind.Recovery => story is { OpenedAt: { } from, ResolvedAt: { } to }
                ? $"Over after {Spans.Span(to - from)}: {what ?? story.Title}"
                : $"Over: {what ?? story.Title}",
            AlertMessageKind.Success => $"{what} succeeded",
            AlertMessageKind.ManualTrigger => $"{what} was run by {story.ActorName}",
            AlertMessageKind.Test => "Test mail",
            _ => story.Title,
        };
    }

    // A header ends at a line break, whatever kind of it.
    private static char Plain(char sign) => char.IsControl(sign) || sign is '\u2028' or '\u2029' ? ' ' : sign;

    private static string Domain(MailboxAddress from) =>
        from.Address.LastIndexOf('@') is >= 0 and var at ? from.Address[(at + 1)..] : "localhost";

    private static string Tag(string address) =>
        Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address))
        )[..8];
}

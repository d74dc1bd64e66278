using DataSync.Core.Access;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <param name="Dialogue">What both sides said, without passwords.</param>
public sealed record TestMailResult(bool Sent, string Dialogue);

/// <summary>Sends a mail at once and past the outbox, to show what the server really says. Thread-safe.</summary>
public sealed class TestMail(
    IMailRenderer renderer,
    IOptions<SmtpOptions> smtp,
    AccessDirectory access,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <exception cref="RefusedException">The address is none, or no mail server is set.</exception>
    public async Task<TestMailResult> SendAsync(Actor actor, string email, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        email = RecipientService.CheckAddress(email);
        if (!smtp.Value.IsConfigured)
            throw RefusedException.Conflict(
                "No mail server is set: give DataSync Smtp:Host and Smtp:From and start it again."
            );
        var story = new AlertStory(
            AlertMessageKind.Test,
            "Mails from DataSync arrive",
            "Nothing has happened. Somebody wanted to see whether mails arrive here.",
            ActorName: actor.Name
        );
        using var sender = new MailSender(smtp, time);
        var body = await renderer.RenderAsync(story, email);
        using var mail = AlertMail.Of(story, Guid.NewGuid().ToString("N"), body, sender.From, email);
        var (sent, dialogue) = await sender.TestAsync(mail, cancellation);
        await audit.NoteAsync(actor, new(AuditActions.TestMail, email, null, new { sent }), CancellationToken.None);
        return new(sent, dialogue);
    }
}

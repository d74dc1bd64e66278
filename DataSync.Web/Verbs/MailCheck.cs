using DataSync.Core.Alerts;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

internal static class MailCheck
{
    private const string Subject = "mail";

    public static async Task<CheckResult> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var smtp = services.GetRequiredService<IOptions<SmtpOptions>>().Value;
        if (!smtp.IsConfigured)
            return new(
                CheckState.Off,
                Subject,
                "No mail server is set: alerts are shown on the pages alone.",
                "To mail them, set Smtp:Host and Smtp:From."
            );
        try
        {
            await services.GetRequiredService<MailSender>().ProbeAsync(cancellation);
            return new(CheckState.Ok, Subject, "The mail server answers and lets DataSync in. No mail was sent.");
        }
        catch (MailProblemException failure)
        {
            return new(
                CheckState.Failed,
                Subject,
                failure.Message,
                "Check Smtp:Host, Smtp:Port, Smtp:Security, Smtp:Username and Smtp:Password."
            );
        }
    }
}

using System.CommandLine;
using DataSync.Core.Access;

namespace DataSync.Web.Verbs;

internal sealed class VerifyAuditVerb : Command
{
    public VerifyAuditVerb(IReadOnlyList<string> settings)
        : base("verify-audit", "Prove that the audit log is as it was written.") =>
        SetAction(
            async (given, cancellation) =>
            {
                await using var host = await VerbHost.OpenAsync(settings, cancellation);
                var verdict = await host.Services.GetRequiredService<AuditChain>().VerifyAsync(cancellation);
                var console = given.InvocationConfiguration;
                if (!verdict.Holds)
                {
                    await console.Error.WriteLineAsync($"The audit log does not hold. {verdict.Problem}");
                    return CommandLine.Failed;
                }
                var expired = verdict.Expired > 0 ? $"; {verdict.Expired} before them have expired" : "";
                await console.Output.WriteLineAsync($"The audit log holds: {verdict.Entries} entries{expired}.");
                return CommandLine.Done;
            }
        );
}

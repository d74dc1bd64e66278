using System.CommandLine;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

/// <summary>Tries everything DataSync needs, in the order in which it is set up, and says of each what to do.</summary>
internal sealed class CheckVerb : Command
{
    public CheckVerb(IReadOnlyList<string> settings)
        : base(
            "check",
            "Try the settings, the database, n8n and the mail server; ends with 1 when one of them cannot be used."
        ) =>
        SetAction(
            async (given, cancellation) =>
            {
                var output = given.InvocationConfiguration.Output;
                var failed = false;
                await foreach (var result in CheckAsync(settings, cancellation))
                {
                    result.Write(output);
                    failed |= result.State == CheckState.Failed;
                }
                return failed ? CommandLine.Failed : CommandLine.Done;
            }
        );

    private static async IAsyncEnumerable<CheckResult> CheckAsync(
        IReadOnlyList<string> settings,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var (host, wrong) = await SettingsCheck.BuildAsync(settings);
        foreach (var result in wrong)
            yield return result;
        if (host is null)
            yield break;
        await using var built = host;
        var database = await DatabaseCheck.RunAsync(host.Services, cancellation);
        yield return database;
        yield return await N8nCheck.RunAsync(host.Services, database.State == CheckState.Ok, cancellation);
        yield return await MailCheck.RunAsync(host.Services, cancellation);
    }
}

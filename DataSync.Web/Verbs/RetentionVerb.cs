using System.CommandLine;
using DataSync.Core.Persistence;
using DataSync.Core.Retention;

namespace DataSync.Web.Verbs;

internal sealed class RetentionVerb : Command
{
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Say what would go, and remove nothing." };

    public RetentionVerb(IReadOnlyList<string> settings)
        : base("retention", "Remove what is older than the settings keep it, now instead of at night.")
    {
        Options.Add(dryRun);
        SetAction(
            async (given, cancellation) =>
            {
                await using var host = await VerbHost.OpenAsync(settings, cancellation);
                var retention = host.Services.GetRequiredService<RetentionService>();
                var console = given.InvocationConfiguration;
                if (given.GetValue(dryRun))
                {
                    var now = host.Services.GetRequiredService<TimeProvider>().UtcNow();
                    Tell(console.Output, await retention.PreviewAsync(now, cancellation), "would go");
                    return CommandLine.Done;
                }
                var run = await retention.RunAsync(cancellation);
                Tell(console.Output, run.Removed, "removed");
                if (run.Problem is not { } problem)
                    return CommandLine.Done;
                await console.Error.WriteLineAsync(problem);
                return CommandLine.Failed;
            }
        );
    }

    private static void Tell(TextWriter output, IReadOnlyList<RetentionCount> counts, string what)
    {
        foreach (var (table, rows) in counts)
            output.WriteLine($"{rows, 12} {table}");
        output.WriteLine($"{counts.Sum(one => one.Rows), 12} rows {what}");
    }
}

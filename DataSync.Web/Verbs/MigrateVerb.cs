using System.CommandLine;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

/// <summary>Makes the tables, or brings them up to date; by an account that may, so that the one that serves need not.</summary>
internal sealed class MigrateVerb : Command
{
    public MigrateVerb(IReadOnlyList<string> settings)
        : base("migrate", "Make the database's tables, or bring them up to date.") =>
        SetAction(
            async (given, cancellation) =>
            {
                await using var host = await VerbHost.BuildAsync(settings);
                _ = host.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
                var output = given.InvocationConfiguration.Output;
                await host
                    .Services.GetRequiredService<DatabaseMigrator>()
                    .RunAsync(() => output.WriteLine("Bringing the tables up to date ..."), cancellation);
                await output.WriteLineAsync("The tables are up to date.");
                return CommandLine.Done;
            }
        );
}

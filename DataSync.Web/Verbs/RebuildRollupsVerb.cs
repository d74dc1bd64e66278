using System.CommandLine;
using DataSync.Core.Trends;

namespace DataSync.Web.Verbs;

internal sealed class RebuildRollupsVerb : Command
{
    public RebuildRollupsVerb(IReadOnlyList<string> settings)
        : base(
            "rebuild-rollups",
            "Count the executions into the trends again; what has expired keeps its numbers. Serving may go on."
        ) =>
        SetAction(
            async (given, cancellation) =>
            {
                await using var host = await VerbHost.OpenAsync(settings, cancellation);
                var days = await host.Services.GetRequiredService<RollupBuilder>().RebuildAsync(cancellation);
                await given.InvocationConfiguration.Output.WriteLineAsync(
                    $"The executions of {days} days were counted."
                );
                return CommandLine.Done;
            }
        );
}

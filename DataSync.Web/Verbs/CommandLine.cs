using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

/// <summary>What the program can be told to do. Without a verb it serves.</summary>
internal static class CommandLine
{
    public const int Done = 0;

    /// <summary>It was understood, and failed or found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>It was not understood; nothing was done.</summary>
    public const int Misused = 2;

    /// <summary>It was interrupted; what shells say then.</summary>
    public const int Stopped = 130;

    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(10);

    private static readonly ParserConfiguration Parser = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? console = null)
    {
        var (words, settings) = SettingArguments.Split(args);
        var parsed = Root(settings).Parse(words, Parser);
        console ??= new InvocationConfiguration();
        console.EnableDefaultExceptionHandler = false;
        // While it serves, the host ends it in order.
        console.ProcessTerminationTimeout = parsed.CommandResult.Command is RootCommand ? null : PatienceAtEnd;
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed, console.Error);
        try
        {
            return await parsed.InvokeAsync(console);
        }
        catch (Exception wrong) when (SettingComplaints.Of(wrong) is { Count: > 0 } complaints)
        {
            foreach (var complaint in complaints)
                await console.Error.WriteLineAsync(complaint);
        }
        catch (RefusedException refused)
        {
            await console.Error.WriteLineAsync(refused.Message);
        }
        catch (Exception failure) when (failure is DatabaseNotReadyException || DatabaseErrors.IsOfDatabase(failure))
        {
            await console.Error.WriteLineAsync(DatabaseErrors.Describe(failure));
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("Stopped. What was done until then stays; the same can be asked again.");
            return Stopped;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync(failure.Message);
        }
        return Failed;
    }

    /// <param name="settings">Configuration given as arguments, for whatever is run.</param>
    internal static RootCommand Root(IReadOnlyList<string> settings)
    {
        var root = new RootCommand("DataSync, the control room for n8n's workflows. Without a verb it serves.")
        {
            new CheckVerb(settings),
            new MigrateVerb(settings),
            new UserVerb(settings),
            new VerifyAuditVerb(settings),
            new RebuildRollupsVerb(settings),
            new RetentionVerb(settings),
        };
        Serve(root, settings);
        return root;
    }

    private static void Serve(RootCommand root, IReadOnlyList<string> settings)
    {
        var demo = new Option<bool>("--demo")
        {
            Description = "Serve a sample n8n with a fortnight of history; nothing to set up, on this machine only.",
        };
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen, separated by semicolons; http://localhost:5000 is the default.",
            HelpName = "addresses",
        };
        root.Options.Add(demo);
        root.Options.Add(urls);
        root.SetAction(
            async (given, cancellation) =>
            {
                string[] args =
                [
                    .. settings,
                    .. given.GetValue(demo) ? ["--demo"] : Array.Empty<string>(),
                    .. given.GetValue(urls) is { } addresses ? ["--urls", addresses] : Array.Empty<string>(),
                ];
                await using var app = await DataSyncApp.CreateAsync(args);
                // The host would stop at the first section that is wrong.
                app.Services.GetRequiredService<IStartupValidator>().Validate();
                await app.RunAsync(cancellation);
                return Done;
            }
        );
    }

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        foreach (var wrong in parsed.Errors)
            error.WriteLine(wrong.Message);
        error.WriteLine($"Nothing was done. {Path(parsed.CommandResult)} --help tells what there is.");
        return Misused;
    }

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;
}

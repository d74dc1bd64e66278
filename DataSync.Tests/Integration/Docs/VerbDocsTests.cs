using System.CommandLine;
using System.CommandLine.Help;
using DataSync.Tests.Support;
using DataSync.Web.Verbs;

namespace DataSync.Tests.Integration.Docs;

/// <summary>What is told of verbs, against the command line that is parsed.</summary>
public sealed class VerbDocsTests
{
    [Fact]
    public void Each_verb_and_option_is_documented_and_each_documented_one_is_there()
    {
        var documented = Documentation
            .Text("verbs.md")
            .Split("\n## ")
            .Skip(1)
            .Select(section =>
                (
                    Verb: section.Split('\n')[0].Trim('`'),
                    Options: string.Join(
                        ' ',
                        Documentation.Rows(section).Select(row => row[0]).Order(StringComparer.Ordinal)
                    )
                )
            );

        Assert.Equal(
            Verbs(CommandLine.Root([]), "").Order(),
            documented.Select(one => one with { Verb = one.Verb is "Serving" ? "" : one.Verb }).Order()
        );
    }

    private static IEnumerable<(string Verb, string Options)> Verbs(Command command, string path)
    {
        var own = command
            .Options.Where(option => option is not (HelpOption or VersionOption))
            .Select(option => option.Name)
            .Concat(command.Arguments.Select(argument => argument.Name));
        if (command is RootCommand || command.Subcommands.Count == 0)
            yield return (path, string.Join(' ', own.Order(StringComparer.Ordinal)));
        foreach (var verb in command.Subcommands)
        foreach (var below in Verbs(verb, $"{path} {verb.Name}".Trim()))
            yield return below;
    }
}

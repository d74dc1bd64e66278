using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Web.Features.Dashboard;

/// <summary>What a banner says: what happened, what it means, what to do, and the technical word for who wants it.</summary>
public sealed record ConditionText(string Title, string Meaning, string ToDo, string? Detail = null);

/// <summary>Words for every way in which the picture can be out of date; null where all is well.</summary>
public static class Conditions
{
    /// <summary>What is shown is what happens: n8n and the database answer, and somebody looks.</summary>
    public static bool AreWell(SystemStatus system) =>
        system is { N8n: N8nCondition.Ok, Database: DatabaseCondition.Ok, UnobservedSince: null, PassProblem: null };

    public static ConditionText? OfN8n(SystemStatus system)
    {
        if (system.N8n is N8nCondition.Unknown or N8nCondition.Ok)
            return null;
        var text = N8nConditionText.Of(system.N8n);
        return new(text.Title, text.Meaning, text.Remedy, system.N8nMessage);
    }

    public static ConditionText? OfDatabase(SystemStatus system) =>
        system.Database switch
        {
            DatabaseCondition.Ok or DatabaseCondition.Connecting or DatabaseCondition.Migrating => null,
            DatabaseCondition.Unreachable => new(
                "The database does not answer",
                "Nothing new can be stored. Nothing is lost either: n8n keeps its executions, they are read afterwards.",
                "Check that the database runs and that this server can reach it. DataSync keeps trying.",
                system.DatabaseMessage
            ),
            DatabaseCondition.Failed => new(
                "The database could not be brought up to date",
                "Its tables do not have the form this version needs, so nothing is read or stored.",
                "This needs a hand: see the server's log, repair the database, then restart DataSync.",
                system.DatabaseMessage
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(system), system.Database, "A condition without words"),
        };
}

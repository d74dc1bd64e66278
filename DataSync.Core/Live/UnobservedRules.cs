using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;

namespace DataSync.Core.Live;

/// <summary>Something that keeps passes from being complete, and since when.</summary>
public sealed record Trouble(string Reason, DateTime Since)
{
    public const string Database = "database";
    public const string NotRunning = "not_running";
    public const string Passes = "passes_fail";
}

/// <summary>Which time counts as unobserved. Pure.</summary>
internal static class UnobservedRules
{
    private static readonly TimeSpan LeastGap = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The unobserved time up to <paramref name="until"/>, the start of a pass or now; null: all was as planned. Two
    /// intervals without a complete pass are one in any case; before that only trouble makes the time since it began one.
    /// </summary>
    public static Trouble? Gap(DateTime? knownUntil, DateTime until, Trouble? trouble, PollingOptions options)
    {
        if (knownUntil is not { } known)
            return null;
        if (until - known > options.Interval * 2)
            return new(trouble?.Reason ?? Trouble.NotRunning, known);
        if (trouble is null)
            return null;
        var since = trouble.Since > known ? trouble.Since : known;
        var live = options.LiveInterval * 2;
        return until - since > (live > LeastGap ? live : LeastGap) ? trouble with { Since = since } : null;
    }

    /// <summary>What troubles observation now, given what did a moment ago.</summary>
    public static Trouble? Next(Trouble? before, SystemStatus system, DateTime now)
    {
        var n8n = system.N8n is not (N8nCondition.Ok or N8nCondition.Unknown or N8nCondition.NotConfigured);
        var database = system.Database is DatabaseCondition.Unreachable or DatabaseCondition.Failed;
        if (n8n || database || system.PassProblem is not null)
        {
            var reason =
                n8n ? EnumWords.Of(system.N8n)
                : database ? Trouble.Database
                : Trouble.Passes;
            return before is null || before.Since < system.KnownUntil ? new(reason, now) : before;
        }
        // n8n is only called well again by a complete pass; a database is back before one.
        return before is { Reason: Trouble.Database } && !(system.KnownUntil > before.Since) ? before : null;
    }
}

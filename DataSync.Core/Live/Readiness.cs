using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Live;

public enum ReadinessLevel
{
    /// <summary>Everything works.</summary>
    Ready,

    /// <summary>Part of it does: pages answer with the last picture, and say so.</summary>
    Degraded,

    /// <summary>Nothing can be answered yet.</summary>
    Unavailable,
}

/// <summary>Whether requests should come here, and what does not work. Fit for anybody: no address, no name, no secret.</summary>
/// <param name="Reasons">A sentence each; empty when all is well.</param>
public sealed record Readiness(ReadinessLevel Status, IReadOnlyList<string> Reasons)
{
    /// <param name="accountsAreKnown">Nobody can be let in before.</param>
    /// <param name="mailFails">A mail server is set and takes nothing.</param>
    public static Readiness Of(SystemStatus system, bool accountsAreKnown, bool mailFails)
    {
        var reasons = new List<string>();
        if (system.Database != DatabaseCondition.Ok)
            reasons.Add(system.DatabaseMessage ?? "The database is being connected.");
        if (system.N8n != N8nCondition.Ok)
            reasons.Add($"{N8nConditionText.Of(system.N8n).Title}.");
        if (system.PassProblem is { } problem)
            reasons.Add(problem);
        if (mailFails)
            reasons.Add("The mail server fails: alerts wait.");
        var level =
            !system.Loaded || !accountsAreKnown ? ReadinessLevel.Unavailable
            : reasons.Count > 0 ? ReadinessLevel.Degraded
            : ReadinessLevel.Ready;
        if (level == ReadinessLevel.Unavailable && reasons.Count == 0)
            reasons.Add("The stored picture is being read.");
        return new(level, reasons);
    }
}

namespace DataSync.Core.Workflows;

/// <param name="Word">What chip, tile, mail and export call it.</param>
/// <param name="Meaning">One short sentence for a tooltip or legend.</param>
/// <param name="Icon">Key of its icon: a state is never colour alone.</param>
public sealed record HealthWord(string Word, string Meaning, string Icon);

/// <summary>The one vocabulary of states, and their order.</summary>
public static class HealthWords
{
    public static HealthWord Of(Health health) =>
        health switch
        {
            Health.Failing => new("Failing", "The last finished run failed.", "failing"),
            Health.SwitchedOff => new("Switched off", "It was monitored and no longer runs in n8n.", "switched-off"),
            Health.Stuck => new("Stuck", "A run is open for far longer than any before.", "stuck"),
            Health.Late => new("Late", "An expected run has not started.", "late"),
            Health.Stale => new("Stale", "No success for longer than its limit.", "stale"),
            Health.Suspicious => new("Suspicious", "It succeeded, but not as it normally does.", "suspicious"),
            Health.Unknown => new("Unknown", "Its state cannot be told at the moment.", "unknown"),
            Health.NeverRan => new("Never ran", "No run of its own has finished yet.", "never-ran"),
            Health.Healthy => new("Healthy", "The last run succeeded and none is overdue.", "healthy"),
            Health.Paused => new("Paused", "Monitoring is paused.", "paused"),
            Health.Inactive => new("Inactive", "It is switched off in n8n.", "inactive"),
            _ => throw new ArgumentOutOfRangeException(nameof(health), health, "Not a health"),
        };

    /// <summary>For sorting: the lower, the worse. A switched-off one ranks with a failing one.</summary>
    public static int Rank(Health health) => health == Health.SwitchedOff ? (int)Health.Failing : (int)health;

    /// <summary>The worst of a group's members; null: it has none. Never-ran and inactive ones only count alone.</summary>
    public static Health? Worst(IEnumerable<Health> members)
    {
        Health? worst = null;
        foreach (var health in members)
        {
            if (worst is not { } known || GroupRank(health) < GroupRank(known))
                worst = health;
        }
        return worst;
    }

    /// <summary>Whether it speaks for a group that has others too: one that never ran, is paused or inactive does not.</summary>
    public static bool Counts(Health health) => health is not (Health.NeverRan or Health.Paused or Health.Inactive);

    /// <summary>Whether somebody should look at it; green and grey states need nobody.</summary>
    public static bool NeedsAttention(Health health) => health <= Health.Suspicious;

    private static int GroupRank(Health health) => Counts(health) ? Rank(health) : 100 + Rank(health);
}

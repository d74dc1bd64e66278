using DataSync.Core.Access;

namespace DataSync.Core.Trends;

/// <summary>What is promised of DataSync itself. The defaults are the success metrics it was ordered with.</summary>
public sealed record ServiceTargets
{
    public static readonly ServiceTargets Default = new();

    /// <summary>Of the workflows the API key can see, in percent.</summary>
    public double CoveragePercent { get; init; } = 100;

    /// <summary>So many percent of the mails of failures are out within so many seconds of being due.</summary>
    public double AlertPercent { get; init; } = 95;
    public int AlertSeconds { get; init; } = 300;

    /// <summary>So many percent of page loads take no longer.</summary>
    public double LoadPercent { get; init; } = 95;
    public int LoadSeconds { get; init; } = 5;

    /// <summary>So many percent of what happens is on an open page no later.</summary>
    public double UpdatePercent { get; init; } = 95;
    public int UpdateSeconds { get; init; } = 30;

    /// <summary>Runs asked for here, a week. Only reported.</summary>
    public int RunsPerWeek { get; init; } = BoardRunsTarget;

    /// <summary>Average age of data that is due often, in minutes.</summary>
    public int AgeMinutes { get; init; } = (int)Live.BoardFigures.AgeTarget.TotalMinutes;

    private const int BoardRunsTarget = Live.BoardFigures.RunsTarget;

    /// <exception cref="RefusedException">One of them cannot be.</exception>
    internal void Check()
    {
        Percent(nameof(CoveragePercent), CoveragePercent);
        Percent(nameof(AlertPercent), AlertPercent);
        Percent(nameof(LoadPercent), LoadPercent);
        Percent(nameof(UpdatePercent), UpdatePercent);
        Number(nameof(AlertSeconds), AlertSeconds, 10, 86_400);
        Number(nameof(LoadSeconds), LoadSeconds, 1, 600);
        Number(nameof(UpdateSeconds), UpdateSeconds, 1, 600);
        Number(nameof(RunsPerWeek), RunsPerWeek, 0, 10_000);
        Number(nameof(AgeMinutes), AgeMinutes, 1, 100_000);
    }

    private static void Percent(string field, double value)
    {
        if (value is not (>= 1 and <= 100))
            throw RefusedException.Invalid(Field(field), "It must be 1 to 100 percent.");
    }

    private static void Number(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            throw RefusedException.Invalid(Field(field), $"It must be {least} to {most}.");
    }

    private static string Field(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

/// <summary>The single row of <see cref="ServiceTargets"/>.</summary>
public sealed class StoredServiceTargets
{
    public const int SingleId = 1;

    public int Id { get; set; } = SingleId;

    /// <summary>JSON.</summary>
    public required string Targets { get; set; }
}

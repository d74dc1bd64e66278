namespace DataSync.Core.Retention;

/// <summary>The single row that says when old rows go next, and what went last. Times are UTC.</summary>
public sealed class RetentionState
{
    public const int SingleId = 1;

    public int Id { get; set; } = SingleId;

    /// <summary>While it runs: when another program takes over.</summary>
    public DateTime NextAt { get; set; }
    public DateTime? StartedAt { get; set; }

    /// <summary>Null: it runs, or the program was ended meanwhile.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>JSON of a list of <see cref="RetentionCount"/>.</summary>
    public string? Removed { get; set; }

    /// <summary>One sentence fit for a page; null: none.</summary>
    public string? Problem { get; set; }
}

/// <param name="Table">Where only a column is emptied, with it after a dot.</param>
public sealed record RetentionCount(string Table, long Rows);

/// <param name="EndedAt">Null: it runs, or the program was ended meanwhile; then what is left goes within an hour.</param>
/// <param name="Removed">Tables of which something went.</param>
/// <param name="Problem">Why something that had expired is still there; null: nothing is.</param>
public sealed record RetentionRun(
    DateTime StartedAt,
    DateTime? EndedAt,
    IReadOnlyList<RetentionCount> Removed,
    string? Problem
);

/// <param name="Key">Of the setting.</param>
public sealed record RetentionSetting(string Key, int Days);

/// <param name="NextAt">When what has expired goes next, UTC.</param>
/// <param name="Next">What goes then, of tables that lose something.</param>
/// <param name="Last">Null: nothing was removed yet.</param>
public sealed record RetentionView(
    IReadOnlyList<RetentionSetting> Settings,
    DateTime NextAt,
    IReadOnlyList<RetentionCount> Next,
    RetentionRun? Last
);

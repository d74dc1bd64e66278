using DataSync.Core.Persistence;

namespace DataSync.Core.Retention;

/// <summary>Something that expires.</summary>
internal interface IExpiring
{
    /// <summary>Rows of one transaction; with what belongs to them they are some more.</summary>
    public const int MostAtOnce = 500;

    /// <summary>What would go.</summary>
    Task<IReadOnlyList<RetentionCount>> CountAsync(
        DataSyncDbContext context,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    );

    /// <summary>Removes some, in one short transaction. What takes longer to find is found before it.</summary>
    Task<ExpiryStep> RemoveSomeAsync(
        DataSyncDbContext context,
        WriteTransaction writes,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    );
}

/// <param name="More">There may be more to remove.</param>
/// <param name="Problem">Why nothing more of it can go; one sentence, fit for a page.</param>
internal sealed record ExpiryStep(IReadOnlyList<RetentionCount> Removed, bool More, string? Problem = null)
{
    public static readonly ExpiryStep Nothing = new([], false);
}

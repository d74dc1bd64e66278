namespace DataSync.Core.Persistence;

/// <summary>Whether the database answers.</summary>
public enum DatabaseCondition
{
    Connecting,
    Migrating,
    Ok,
    Unreachable,

    /// <summary>It answers but its tables could not be brought up to date; needs a hand.</summary>
    Failed,
}

namespace DataSync.Core.Persistence;

/// <summary>
/// The single row every writer of facts locks first: it orders changes and carries, in the same transaction as the
/// data, how far n8n has been read.
/// </summary>
public sealed class Checkpoint
{
    public const int SingleId = 1;

    public int Id { get; set; } = SingleId;

    /// <summary>Last number given to a changed row.</summary>
    public long ChangeSeq { get; set; }

    /// <summary>Rows in <c>workflow_executions</c>, counted as they come, because counting a million is slow.</summary>
    public long ExecutionsStored { get; set; }

    /// <summary>Which life of the n8n instance its ids belong to.</summary>
    public int Generation { get; set; } = 1;

    /// <summary>JSON of the poll plan's state.</summary>
    public string? PollState { get; set; }

    /// <summary>Start of the last complete pass: what is later is not known and not judged.</summary>
    public DateTime? KnownUntil { get; set; }
    public DateTime? LastFullPassAt { get; set; }

    /// <summary>IANA name of the zone whose hours and days the roll-ups are of; null: they were never counted.</summary>
    public string? RollupZone { get; set; }

    /// <summary>Executions started before are not in the roll-ups yet; null: all are.</summary>
    public DateTime? RollupsFrom { get; set; }

    /// <summary>Executions started before have expired, and are not stored again; null: none have.</summary>
    public DateTime? ExecutionsFrom { get; set; }

    /// <summary>What the nodes of executions started before did has expired, and is not stored again; null: none has.</summary>
    public DateTime? DetailsFrom { get; set; }
}

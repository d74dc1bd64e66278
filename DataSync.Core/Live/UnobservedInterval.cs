namespace DataSync.Core.Live;

/// <summary>A time in which nobody looked at n8n although somebody should have. Its runs are read later; its alarms were not raised.</summary>
public sealed class UnobservedInterval
{
    public long Id { get; set; }
    public DateTime StartedAt { get; set; }

    /// <summary>Start of the complete pass that ended it; null while it lasts.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>A word of <see cref="N8n.N8nCondition"/> in snake_case, <c>database</c>, <c>passes_fail</c> or <c>not_running</c>.</summary>
    public required string Reason { get; set; }

    /// <summary>Position in the sequence of changes; the live board reads what is above its own.</summary>
    public long ChangeSeq { get; set; }
}

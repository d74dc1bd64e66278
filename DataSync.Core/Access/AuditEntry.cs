namespace DataSync.Core.Access;

/// <summary>One thing somebody did or tried. Never changed; <see cref="AuditChain"/> finds out if one was.</summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3 … without gaps.</summary>
    public long Seq { get; set; }
    public DateTime At { get; set; }
    public ActorKind ActorKind { get; set; }
    public string? ActorId { get; set; }
    public required string ActorName { get; set; }
    public string? Address { get; set; }

    /// <summary>What, e.g. <c>account.role</c>; see <see cref="AuditActions"/>.</summary>
    public required string Action { get; set; }

    /// <summary>On what: an account, a workflow id, an execution id.</summary>
    public string? Subject { get; set; }

    /// <summary>JSON of what it was and what it became; never a secret.</summary>
    public string? Before { get; set; }
    public string? After { get; set; }

    /// <summary>Which key signed it, see <see cref="AuditKeys"/>.</summary>
    public required string KeyId { get; set; }

    /// <summary>HMAC over the stored text of this row and the MAC of the one before; lower-case hex.</summary>
    public required string Mac { get; set; }
}

/// <summary>
/// The row that says where the chain ends, so that a cut tail is noticed; and once entries have expired another one, the
/// anchor, that names the last of these, so that a cut beginning is.
/// </summary>
public sealed class AuditHead
{
    public const int SingleId = 1;
    public const int AnchorId = 2;

    public int Id { get; set; } = SingleId;
    public long Seq { get; set; }

    /// <summary>Of that entry; empty before the first.</summary>
    public string Mac { get; set; } = "";

    public string KeyId { get; set; } = "";

    /// <summary>HMAC over the others, so that no other entry can be put here.</summary>
    public string Seal { get; set; } = "";
}

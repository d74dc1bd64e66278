namespace DataSync.Core.Access;

/// <summary>A key for programs. Only its hash is stored: it can be shown once, when it is made.</summary>
public sealed class ApiToken
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>Its first characters, to recognise it by.</summary>
    public required string Prefix { get; set; }

    /// <summary>SHA-256 of the whole token, lower-case hex. The token is random, so nothing slower is needed.</summary>
    public required string Hash { get; set; }

    /// <summary>Null: it may post relay events and do nothing else.</summary>
    public Role? Role { get; set; }
    public required string CreatedBy { get; set; }
    public DateTime CreatedAt { get; set; }

    /// <summary>Null: never.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>To about a minute.</summary>
    public DateTime? LastUsedAt { get; set; }
    public DateTime? RevokedAt { get; set; }
}

namespace DataSync.Core.Access;

/// <summary>Section <c>Audit</c>: the key that seals the audit log. It must not lie in the database it seals.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>At least 32 characters. Unset: <see cref="KeyFile"/>.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// One key a line: the last one signs, all of them verify, so that a key is changed by adding a line. Made with a random
    /// key when it is missing.
    /// </summary>
    public string KeyFile { get; set; } = "data/audit.key";
}

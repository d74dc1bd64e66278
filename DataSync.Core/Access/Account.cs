using Microsoft.AspNetCore.Identity;

namespace DataSync.Core.Access;

/// <summary>A person who signs in. The e-mail address is also the user name.</summary>
public sealed class Account : IdentityUser
{
    public Role Role { get; set; } = Role.Viewer;

    /// <summary>Cannot sign in, and what was signed in ends; kept, because the audit log names it.</summary>
    public bool IsDisabled { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? LastSignInAt { get; set; }

    /// <summary>Of the one outstanding link by which a password can be set; null: none. Cleared when used.</summary>
    public string? LinkHash { get; set; }
    public DateTime? LinkExpiresAt { get; set; }
}

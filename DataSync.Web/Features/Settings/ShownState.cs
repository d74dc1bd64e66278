using DataSync.Core.Access;

namespace DataSync.Web.Features.Settings;

/// <summary>What an account or a token is at the moment: a word, and a glyph and a colour of the dashboard's states.</summary>
public sealed record ShownState(string Word, string Icon)
{
    public static readonly ShownState Active = new("Active", "healthy");
    public static readonly ShownState Invited = new("Invited", "late");
    public static readonly ShownState LinkExpired = new("Link expired", "suspicious");
    public static readonly ShownState Disabled = new("Disabled", "inactive");
    public static readonly ShownState Expired = new("Expired", "stale");
    public static readonly ShownState Revoked = new("Revoked", "inactive");

    public static ShownState Of(TokenRow token, DateTime now) =>
        token.RevokedAt is not null ? Revoked
        : token.ExpiresAt <= now ? Expired
        : Active;

    /// <summary>With a sentence about how the account signs in.</summary>
    public static (ShownState State, string Words) Of(AccountRow account, DateTime now) =>
        account switch
        {
            { IsDisabled: true } => (Disabled, "Cannot sign in. What it did stays in the audit log."),
            { HasPassword: true } => (Active, "Signs in with a password."),
            { LinkExpiresAt: null } => (
                Active,
                "Signs in through the OpenID provider, which says the role anew at each sign-in."
            ),
            { LinkExpiresAt: var until } when until > now => (Invited, "Has chosen no password yet."),
            _ => (LinkExpired, "Chose no password while the link worked. Make another one."),
        };
}

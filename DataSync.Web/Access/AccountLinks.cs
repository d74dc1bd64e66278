using DataSync.Core;
using DataSync.Core.Access;

namespace DataSync.Web.Access;

/// <summary>Addresses to hand to people who cannot sign in yet.</summary>
internal static class AccountLinks
{
    /// <param name="root">See <see cref="SiteOptions.Root"/>.</param>
    public static string SetPassword(string root, PasswordLink link) =>
        $"{root}/set-password?id={Uri.EscapeDataString(link.AccountId)}&key={Uri.EscapeDataString(link.Secret)}";
}

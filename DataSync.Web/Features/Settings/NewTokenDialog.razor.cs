using DataSync.Core.Access;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Settings;

public sealed partial class NewTokenDialog(TokenService tokens, CurrentActor current, TimeProvider time) : ComponentBase
{
    private string name = "";
    private Scope scope = Scope.Viewer;
    private Life life = Life.Quarter;
    private string? lastDay;

    private DateTime Today => time.GetUtcNow().UtcDateTime.Date;

    private Role? Role => scope == Scope.Relay ? null : Enum.Parse<Role>(scope.ToString());

    private string ScopeWords =>
        Role is { } role ? Words.May(role) : "may tell DataSync what happens in n8n, and read nothing.";

    private async Task<object> MakeAsync(CancellationToken cancellation)
    {
        var made = await tokens.CreateAsync(await current.GetAsync(), name, Role, ExpiresAt(), cancellation);
        return new Made(name.Trim(), made.Secret, Role is null);
    }

    private DateTime? ExpiresAt() =>
        life switch
        {
            Life.Never => null,
            Life.Date => Days.EndOf(lastDay)
                ?? throw RefusedException.Invalid("expiresAt", "Choose the last day on which the token works."),
            _ => time.GetUtcNow().UtcDateTime.AddDays((int)life),
        };

    internal sealed record Made(string Name, string Secret, bool IsRelay);

    /// <summary>The roles, and one thing less than any of them.</summary>
    private enum Scope
    {
        Viewer,
        Operator,
        Admin,
        Relay,
    }

    /// <summary>Days, where it is a number of them.</summary>
    private enum Life
    {
        Never = -1,
        Date = 0,
        Month = 30,
        Quarter = 90,
        Year = 365,
    }
}

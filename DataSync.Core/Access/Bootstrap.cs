using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Access;

/// <summary>
/// Lets the first person in: by <c>Auth:Bootstrap</c>, or by a link on the console that works while there is no account.
/// </summary>
public sealed partial class Bootstrap(
    IOptions<BootstrapOptions> options,
    AccountService accounts,
    TokenService tokens,
    IDbContextFactory<DataSyncDbContext> contexts,
    ILogger<Bootstrap> logger
)
{
    /// <summary>Of the set-up link; another one each time the program starts.</summary>
    private readonly string secret = Secrets.New();

    /// <summary>Called with the secret of the link once it is known that there is no account.</summary>
    public Action<string>? Announce { get; set; }

    public bool IsSecret(string given) =>
        string.Equals(Secrets.Hash(given), Secrets.Hash(secret), StringComparison.Ordinal);

    internal async Task RunAsync(CancellationToken cancellation)
    {
        var given = options.Value;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            if (!await db.Accounts.AnyAsync(cancellation))
            {
                if (given is { Email: { } email, Password: { } password })
                    await FirstAdminAsync(email, password, cancellation);
                else
                    Announce?.Invoke(secret);
            }
        }
        if (given.ApiToken is { } token)
            await tokens.StoreAsync(Actor.Program, "Auth:Bootstrap", Role.Admin, null, token, cancellation);
    }

    private async Task FirstAdminAsync(string email, string password, CancellationToken cancellation)
    {
        try
        {
            await accounts.CreateFirstAdminAsync(email, password, null, cancellation);
        }
        catch (RefusedException refused) when (refused.Refusal == Refusal.Conflict)
        {
            OtherWasFirst(logger);
        }
    }

    [LoggerMessage(1502, LogLevel.Information, "Another instance made the first account")]
    private static partial void OtherWasFirst(ILogger logger);
}

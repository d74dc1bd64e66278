using System.Linq.Expressions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

public sealed partial class AccountService
{
    private const int MostFailures = 10;

    /// <summary>Over before it could keep its owner out for long.</summary>
    private static readonly TimeSpan LockLife = TimeSpan.FromMinutes(1);

    /// <summary>Checks a password; every attempt is noted. What was wrong is not told, nor that too many came before.</summary>
    /// <param name="known">
    /// A device that signed in to this account before: whoever else tries passwords cannot lock it out. An account id.
    /// </param>
    /// <returns>Null: not let in.</returns>
    public async Task<AccountStanding?> SignInAsync(
        string email,
        string password,
        string? address,
        string? known,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        Account? found;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            using var users = managers.On(db);
            found = await users.FindByEmailAsync(email.Trim());
        }
        var locked = found?.LockoutEnd > now && !string.Equals(known, found.Id, StringComparison.Ordinal);
        // Outside the transaction, because a hash takes long; and also for nobody, so that time tells nothing.
        var right = AccountManagers.IsPassword(found, password) && found is { IsDisabled: false } && !locked;
        var actor = right ? new Actor(ActorKind.Account, found!.Id, found.Email!, address) : Actor.Anonymous(address);
        await ChangeAsync(
            async (db, users, token) =>
            {
                var account = found is null ? null : await users.FindByIdAsync(found.Id);
                if (account is not null)
                {
                    Count(account, right, locked, now);
                    AccountManagers.Check(await users.UpdateAsync(account), "email");
                }
                await audit.AppendAsync(
                    db,
                    actor,
                    new(right ? AuditActions.SignIn : AuditActions.SignInFailed, found?.Email ?? email.Trim()),
                    token
                );
                return 0;
            },
            cancellation
        );
        return right ? access.Account(found!.Id) : null;
    }

    /// <summary>By our own clock, which Identity's own counting does not know.</summary>
    private static void Count(Account account, bool right, bool locked, DateTimeOffset now)
    {
        if (right)
            (account.LastSignInAt, account.AccessFailedCount, account.LockoutEnd) = (now.UtcDateTime, 0, null);
        else if (!locked && ++account.AccessFailedCount >= MostFailures)
            (account.AccessFailedCount, account.LockoutEnd) = (0, now + LockLife);
    }

    /// <summary>Somebody the OpenID provider vouches for; the first time makes the account.</summary>
    /// <param name="key">Who it is at <paramref name="provider"/>, for ever.</param>
    /// <param name="role">As the provider says now.</param>
    public async Task<AccountStanding?> SignInExternallyAsync(
        string provider,
        string key,
        string email,
        Role role,
        string? address,
        CancellationToken cancellation
    )
    {
        var id = await ChangeAsync(
            async (db, users, token) =>
            {
                var account = await users.FindByLoginAsync(provider, key);
                if (account is null)
                {
                    // An address alone proves nothing about an account made here with a password.
                    if (await users.FindByEmailAsync(email) is { } other)
                        throw RefusedException.Conflict(
                            $"There is already an account for {other.Email} that signs in with a password. An administrator can disable or rename it."
                        );
                    account = await AddAsync(users, email, role, password: null);
                    AccountManagers.Check(await users.AddLoginAsync(account, new(provider, key, provider)), "email");
                    await audit.AppendAsync(
                        db,
                        Actor.Program,
                        new(AuditActions.AccountCreated, account.Email, null, new { account.Role, provider }),
                        token
                    );
                }
                var actor = new Actor(ActorKind.Account, account.Id, account.Email!, address);
                if (account.Role != role)
                {
                    var note = new AuditNote(
                        AuditActions.AccountRole,
                        account.Email,
                        new { account.Role },
                        new { Role = role, provider }
                    );
                    account.Role = role;
                    await audit.AppendAsync(db, Actor.Program, note, token);
                }
                if (!account.IsDisabled)
                    account.LastSignInAt = time.UtcNow();
                AccountManagers.Check(await users.UpdateAsync(account), "email");
                await audit.AppendAsync(
                    db,
                    account.IsDisabled ? Actor.Anonymous(address) : actor,
                    new(account.IsDisabled ? AuditActions.SignInFailed : AuditActions.SignIn, account.Email),
                    token
                );
                return account.Id;
            },
            cancellation
        );
        return access.Account(id);
    }

    public Task SignedOutAsync(Actor actor, CancellationToken cancellation) =>
        audit.NoteAsync(actor, new(AuditActions.SignOut, actor.Name), cancellation);

    /// <summary>The first administrator, while there is no account at all.</summary>
    public async Task<AccountStanding> CreateFirstAdminAsync(
        string email,
        string password,
        string? address,
        CancellationToken cancellation
    )
    {
        var id = await ChangeAsync(
            async (db, users, token) =>
            {
                if (await db.Accounts.AnyAsync(token))
                    throw RefusedException.Conflict("There is an account already: sign in with it.");
                var account = await AddAsync(users, email, Role.Admin, password);
                await audit.AppendAsync(
                    db,
                    Actor.Anonymous(address) with
                    {
                        Name = "set-up",
                    },
                    new(AuditActions.AccountCreated, account.Email, null, new { account.Role }),
                    token
                );
                return account.Id;
            },
            cancellation
        );
        return access.Account(id)!;
    }

    /// <summary>The address of the account a link is for; null when it is used, replaced, expired or made up.</summary>
    public async Task<string?> LinkOwnerAsync(string id, string secret, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db
            .Accounts.AsNoTracking()
            .Where(IsOf(id, secret))
            .Select(row => row.Email)
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Sets the password a link was made for; it works once.</summary>
    public async Task<AccountStanding?> UseLinkAsync(
        string id,
        string secret,
        string password,
        string? address,
        CancellationToken cancellation
    )
    {
        var email = await LinkOwnerAsync(id, secret, cancellation) ?? throw UsedUp();
        var actor = new Actor(ActorKind.Account, id, email, address);
        await SetPasswordAsync(id, password, AuditActions.PasswordSet, actor, cancellation, IsOf(id, secret));
        return access.Account(id);
    }

    private Expression<Func<Account, bool>> IsOf(string id, string secret)
    {
        var (hash, now) = (Secrets.Hash(secret), time.GetUtcNow().UtcDateTime);
        return row => row.Id == id && row.LinkHash == hash && row.LinkExpiresAt > now && !row.IsDisabled;
    }

    private static RefusedException UsedUp() =>
        RefusedException.Conflict("This link was used, replaced or is too old. Ask for a new one.");
}

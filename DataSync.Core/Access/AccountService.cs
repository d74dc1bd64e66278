using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <summary>An account as administrators see it. Times are UTC.</summary>
/// <param name="HasPassword">False: signs in through the OpenID provider, or has a link it has not used yet.</param>
public sealed record AccountRow(
    string Id,
    string Email,
    Role Role,
    bool IsDisabled,
    bool HasPassword,
    DateTime CreatedAt,
    DateTime? LastSignInAt,
    DateTime? LinkExpiresAt
);

/// <summary>A link to set a password with, shown once.</summary>
/// <param name="Secret">Its secret part.</param>
public sealed record PasswordLink(string AccountId, string Secret, DateTime ExpiresAt);

/// <summary>
/// Changes accounts. Each method asks whether its actor may, and is noted in the audit log in the same transaction. Refusals
/// are <see cref="RefusedException"/>s. Thread-safe.
/// </summary>
public sealed partial class AccountService(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    AuditTrail audit,
    AccessDirectory access,
    AccountManagers managers,
    TimeProvider time
)
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromDays(3);
    private static readonly EmailAddressAttribute EmailRule = new();

    public async Task<IReadOnlyList<AccountRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db
            .Accounts.AsNoTracking()
            .OrderBy(row => row.NormalizedUserName)
            .Select(row => new AccountRow(
                row.Id,
                row.Email!,
                row.Role,
                row.IsDisabled,
                row.PasswordHash != null,
                row.CreatedAt,
                row.LastSignInAt,
                row.LinkExpiresAt
            ))
            .ToListAsync(cancellation);
    }

    /// <summary>An account without a password, and the link by which its owner sets one.</summary>
    public Task<PasswordLink> CreateAsync(Actor actor, string email, Role role, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        return ChangeAsync(
            async (db, users, token) =>
            {
                var account = await AddAsync(users, email, role, password: null);
                var link = Link(account);
                AccountManagers.Check(await users.UpdateAsync(account), "email");
                await audit.AppendAsync(
                    db,
                    actor,
                    new(AuditActions.AccountCreated, account.Email, null, new { account.Role }),
                    token
                );
                return link;
            },
            cancellation
        );
    }

    /// <summary>An account that can sign in at once.</summary>
    public Task CreateWithPasswordAsync(
        Actor actor,
        string email,
        Role role,
        string password,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Admin);
        return ChangeAsync(
            async (db, users, token) =>
            {
                var account = await AddAsync(users, email, role, password);
                await audit.AppendAsync(
                    db,
                    actor,
                    new(AuditActions.AccountCreated, account.Email, null, new { account.Role }),
                    token
                );
                return 0;
            },
            cancellation
        );
    }

    public Task SetRoleAsync(Actor actor, string id, Role role, CancellationToken cancellation) =>
        SetAsync(actor, id, role, null, cancellation);

    /// <summary>Ends everything signed in with it, too.</summary>
    public Task SetDisabledAsync(Actor actor, string id, bool disabled, CancellationToken cancellation) =>
        SetAsync(actor, id, null, disabled, cancellation);

    /// <summary>Both or neither; null leaves as it is.</summary>
    public Task SetAsync(Actor actor, string id, Role? role, bool? disabled, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        return EditAsync(
            id,
            async (db, account, token) =>
            {
                var notes = new List<AuditNote>();
                var isAdmin = IsAdmin(account.Role, account.IsDisabled);
                if (isAdmin && !IsAdmin(role ?? account.Role, disabled ?? account.IsDisabled))
                    await KeepAnAdminAsync(db, id, token);
                if (role is { } other && other != account.Role)
                {
                    var (before, after) = (new { account.Role }, new { Role = other });
                    notes.Add(new(AuditActions.AccountRole, account.Email, before, after));
                    account.Role = other;
                }
                if (disabled is { } off && off != account.IsDisabled)
                {
                    notes.Add(new(off ? AuditActions.AccountDisabled : AuditActions.AccountEnabled, account.Email));
                    account.IsDisabled = off;
                    account.SecurityStamp = NewStamp();
                }
                return notes;
            },
            actor,
            cancellation
        );
    }

    /// <summary>A link to set a new password with; an earlier one no longer works. The present password stays until then.</summary>
    public async Task<PasswordLink> NewLinkAsync(Actor actor, string id, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        PasswordLink? link = null;
        await EditAsync(
            id,
            (_, account, _) =>
            {
                link = Link(account);
                return Task.FromResult<List<AuditNote>>([new(AuditActions.PasswordLink, account.Email)]);
            },
            actor,
            cancellation
        );
        return link!;
    }

    /// <summary>Of the actor's own account, or as an administrator of any.</summary>
    public Task SignOutEverywhereAsync(Actor actor, string id, CancellationToken cancellation)
    {
        access.Demand(actor, IsSelf(actor, id) ? Role.Viewer : Role.Admin);
        return EditAsync(
            id,
            (_, account, _) =>
            {
                account.SecurityStamp = NewStamp();
                return Task.FromResult<List<AuditNote>>([new(AuditActions.SignOutEverywhere, account.Email)]);
            },
            actor,
            cancellation
        );
    }

    /// <summary>The actor's own; ends everything signed in with the old one.</summary>
    public async Task ChangePasswordAsync(Actor actor, string current, string next, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Viewer);
        if (actor.Kind != ActorKind.Account)
            throw RefusedException.Conflict("Only a person has a password to change.");
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == actor.Id, cancellation);
            if (!AccountManagers.IsPassword(account, current))
                throw RefusedException.Invalid("current", "That is not the present password.");
        }
        await SetPasswordAsync(actor.Id!, next, AuditActions.PasswordChanged, actor, cancellation);
    }

    private Task<int> SetPasswordAsync(
        string id,
        string password,
        string action,
        Actor actor,
        CancellationToken cancellation,
        Expression<Func<Account, bool>>? link = null
    ) =>
        ChangeAsync(
            async (db, users, token) =>
            {
                // Here, where two that use it at once come one after the other.
                if (link is not null && !await db.Accounts.AnyAsync(link, token))
                    throw UsedUp();
                var account = await users.FindByIdAsync(id) ?? throw NoSuch();
                if (account.PasswordHash is not null)
                    AccountManagers.Check(await users.RemovePasswordAsync(account), "password");
                // Checks the rules, and gives the account a new stamp.
                AccountManagers.Check(await users.AddPasswordAsync(account, password), "password");
                (account.LinkHash, account.LinkExpiresAt, account.LockoutEnd) = (null, null, null);
                AccountManagers.Check(await users.UpdateAsync(account), "password");
                await audit.AppendAsync(db, actor, new(action, account.Email), token);
                return 0;
            },
            cancellation
        );

    private Task<int> EditAsync(
        string id,
        Func<DataSyncDbContext, Account, CancellationToken, Task<List<AuditNote>>> edit,
        Actor actor,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            async (db, users, token) =>
            {
                var account = await users.FindByIdAsync(id) ?? throw NoSuch();
                if (await edit(db, account, token) is not { Count: > 0 } notes)
                    return 0;
                AccountManagers.Check(await users.UpdateAsync(account), "id");
                foreach (var note in notes)
                    await audit.AppendAsync(db, actor, note, token);
                return 0;
            },
            cancellation
        );

    private async Task<T> ChangeAsync<T>(
        Func<DataSyncDbContext, UserManager<Account>, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    )
    {
        var result = await writes.RunAsync(
            async (db, _, token) =>
            {
                using var users = managers.On(db);
                return await change(db, users, token);
            },
            cancellation
        );
        await access.ReloadAsync(cancellation);
        return result;
    }

    private async Task<Account> AddAsync(UserManager<Account> users, string email, Role role, string? password)
    {
        email = email.Trim();
        if (!EmailRule.IsValid(email) || email.Length > StoredText.Name)
            throw RefusedException.Invalid("email", $"'{email}' is not an e-mail address.");
        var account = new Account
        {
            UserName = email,
            Email = email,
            Role = role,
            CreatedAt = time.UtcNow(),
            LockoutEnabled = true,
        };
        var added = password is null ? await users.CreateAsync(account) : await users.CreateAsync(account, password);
        AccountManagers.Check(
            added,
            added.Errors.Any(e => e.Code.StartsWith("Password", StringComparison.Ordinal)) ? "password" : "email"
        );
        return account;
    }

    private PasswordLink Link(Account account)
    {
        var secret = Secrets.New();
        account.LinkHash = Secrets.Hash(secret);
        account.LinkExpiresAt = time.UtcNow() + LinkLife;
        return new(account.Id, secret, account.LinkExpiresAt.Value);
    }

    private static bool IsAdmin(Role role, bool isDisabled) => role == Role.Admin && !isDisabled;

    private static async Task KeepAnAdminAsync(DataSyncDbContext db, string but, CancellationToken cancellation)
    {
        if (!await db.Accounts.AnyAsync(a => a.Role == Role.Admin && !a.IsDisabled && a.Id != but, cancellation))
            throw RefusedException.Conflict("This is the last administrator: make another one first.");
    }

    private static bool IsSelf(Actor actor, string id) =>
        actor.Kind == ActorKind.Account && string.Equals(actor.Id, id, StringComparison.Ordinal);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private static RefusedException NoSuch() => RefusedException.Unknown("There is no such account.");
}

using System.Collections.Frozen;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <param name="Stamp">Changes when everything signed in with the account is to end.</param>
public sealed record AccountStanding(string Id, string Email, Role Role, string Stamp, bool IsDisabled);

/// <param name="Role">Null: may only post relay events.</param>
/// <param name="ExpiresAt">UTC; null: never.</param>
public sealed record TokenStanding(int Id, string Name, Role? Role, DateTime? ExpiresAt, DateTime? LastUsedAt);

/// <summary>
/// Who may do what at this moment: a picture of all accounts and tokens, read again every few seconds and after every change
/// made here. Everything that changes something asks it when it does so; a right taken away is gone within those seconds,
/// whatever page is still open. Thread-safe.
/// </summary>
public sealed class AccessDirectory(IDbContextFactory<DataSyncDbContext> contexts, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim reading = new(1);
    private volatile Picture picture = new(
        FrozenDictionary<string, AccountStanding>.Empty,
        FrozenDictionary<string, TokenStanding>.Empty
    );

    /// <summary>False until the accounts have been read once; nobody is let in before.</summary>
    public bool IsLoaded { get; private set; }

    public bool HasAccounts => picture.Accounts.Count > 0;

    /// <summary>Some administrator who can sign in; the demo has just one.</summary>
    public AccountStanding? FirstAdmin =>
        picture.Accounts.Values.FirstOrDefault(account => account is { Role: Role.Admin, IsDisabled: false });

    /// <summary>Null: unknown or disabled.</summary>
    public AccountStanding? Account(string? id) =>
        id is not null && picture.Accounts.TryGetValue(id, out var account) && !account.IsDisabled ? account : null;

    /// <summary>Null: unknown, revoked or expired.</summary>
    /// <param name="secret">The whole token as the caller sent it.</param>
    public TokenStanding? Token(string secret) =>
        picture.Tokens.TryGetValue(Secrets.Hash(secret), out var token) && IsValid(token) ? token : null;

    /// <summary>What <paramref name="actor"/> may do now; null: nothing.</summary>
    public Role? RoleOf(Actor actor) =>
        actor.Kind switch
        {
            ActorKind.Program => Role.Admin,
            ActorKind.Account => Account(actor.Id)?.Role,
            ActorKind.Token => TokenById(actor.Id)?.Role,
            ActorKind.Anonymous => null,
            _ => throw new ArgumentOutOfRangeException(nameof(actor), actor.Kind, "A kind of actor without rights"),
        };

    /// <exception cref="RefusedException">The actor may not (any more).</exception>
    public void Demand(Actor actor, Role least)
    {
        if (!(RoleOf(actor) >= least))
            throw new RefusedException(
                Refusal.NotAllowed,
                $"This needs the role {least}. Ask an administrator of DataSync for it."
            );
    }

    /// <summary>What programs report: relay tokens may, and everybody who may operate.</summary>
    public bool MayRelay(Actor actor) =>
        RoleOf(actor) >= Role.Operator || (actor.Kind == ActorKind.Token && TokenById(actor.Id) is { Role: null });

    /// <exception cref="RefusedException">The actor may not (any more).</exception>
    public void DemandRelay(Actor actor)
    {
        if (!MayRelay(actor))
            Demand(actor, Role.Operator);
    }

    public async Task ReloadAsync(CancellationToken cancellation)
    {
        // One after the other: a reading begun before a change must not replace one made after it.
        await reading.WaitAsync(cancellation);
        try
        {
            picture = await ReadAsync(cancellation);
            IsLoaded = true;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<Picture> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var accounts = await db
            .Accounts.AsNoTracking()
            .Select(row => new AccountStanding(row.Id, row.Email!, row.Role, row.SecurityStamp!, row.IsDisabled))
            .ToListAsync(cancellation);
        var tokens = await db
            .ApiTokens.AsNoTracking()
            .Where(row => row.RevokedAt == null)
            .Select(row => new
            {
                row.Hash,
                Standing = new TokenStanding(row.Id, row.Name, row.Role, row.ExpiresAt, row.LastUsedAt),
            })
            .ToListAsync(cancellation);
        return new Picture(
            accounts.ToFrozenDictionary(account => account.Id, StringComparer.Ordinal),
            tokens.ToFrozenDictionary(token => token.Hash, token => token.Standing, StringComparer.Ordinal)
        );
    }

    private TokenStanding? TokenById(string? id) =>
        int.TryParse(id, out var number)
            ? picture.Tokens.Values.FirstOrDefault(token => token.Id == number && IsValid(token))
            : null;

    private bool IsValid(TokenStanding token) => !(token.ExpiresAt <= time.GetUtcNow().UtcDateTime);

    private sealed record Picture(
        FrozenDictionary<string, AccountStanding> Accounts,
        FrozenDictionary<string, TokenStanding> Tokens
    );
}

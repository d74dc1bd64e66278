using System.Collections.Concurrent;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <summary>A token as administrators see it. Times are UTC.</summary>
public sealed record TokenRow(
    int Id,
    string Name,
    string Prefix,
    Role? Role,
    string CreatedBy,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? LastUsedAt,
    DateTime? RevokedAt
);

/// <param name="Secret">The token itself, which nobody can see again.</param>
public sealed record NewToken(int Id, string Secret);

/// <summary>Makes and revokes API tokens. Thread-safe.</summary>
public sealed class TokenService(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    AuditTrail audit,
    AccessDirectory access,
    TimeProvider time
)
{
    /// <summary>Every token begins with it, so that one left lying about is recognised.</summary>
    public const string Prefix = "dsync_";
    private const int ShownCharacters = 11;
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, DateTime> uses = new();

    public async Task<IReadOnlyList<TokenRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db
            .ApiTokens.AsNoTracking()
            .OrderByDescending(row => row.Id)
            .Select(row => new TokenRow(
                row.Id,
                row.Name,
                row.Prefix,
                row.Role,
                row.CreatedBy,
                row.CreatedAt,
                row.ExpiresAt,
                row.LastUsedAt,
                row.RevokedAt
            ))
            .ToListAsync(cancellation);
    }

    /// <param name="role">Null: it may post relay events and do nothing else.</param>
    /// <param name="expiresAt">UTC; null: never.</param>
    public async Task<NewToken> CreateAsync(
        Actor actor,
        string name,
        Role? role,
        DateTime? expiresAt,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Admin);
        if (expiresAt <= time.GetUtcNow().UtcDateTime)
            throw RefusedException.Invalid("expiresAt", "The token would have expired already.");
        var secret = Prefix + Secrets.New();
        return new(await StoreAsync(actor, name, role, expiresAt, secret, cancellation), secret);
    }

    /// <summary>At once, for every request from now on.</summary>
    public async Task RevokeAsync(Actor actor, int id, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        await writes.RunAsync(
            async (db, _, token) =>
            {
                var row =
                    await db.ApiTokens.SingleOrDefaultAsync(row => row.Id == id, token)
                    ?? throw RefusedException.Unknown("There is no such token.");
                if (row.RevokedAt is null)
                    await RevokeAsync(db, actor, row, token);
                return 0;
            },
            cancellation
        );
        await access.ReloadAsync(cancellation);
    }

    /// <summary>Every valid token of this name, at once.</summary>
    internal async Task RevokeAsync(Actor actor, string name, CancellationToken cancellation)
    {
        await writes.RunAsync(
            async (db, _, token) =>
            {
                foreach (
                    var row in await db
                        .ApiTokens.Where(row => row.Name == name && row.RevokedAt == null)
                        .ToListAsync(token)
                )
                    await RevokeAsync(db, actor, row, token);
                return 0;
            },
            cancellation
        );
        await access.ReloadAsync(cancellation);
    }

    /// <summary>Cheap; stored later by <see cref="NoteUsesAsync"/>.</summary>
    public void Used(TokenStanding token)
    {
        var now = time.UtcNow();
        if (!(now - token.LastUsedAt < UsePrecision))
            uses[token.Id] = now;
    }

    internal async Task NoteUsesAsync(CancellationToken cancellation)
    {
        if (uses.IsEmpty)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var (id, at) in uses.ToArray())
        {
            await db
                .ApiTokens.Where(row => row.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, at), cancellation);
            uses.TryRemove(new(id, at));
        }
    }

    private Task RevokeAsync(DataSyncDbContext db, Actor actor, ApiToken row, CancellationToken cancellation)
    {
        row.RevokedAt = time.UtcNow();
        return audit.AppendAsync(db, actor, new(AuditActions.TokenRevoked, row.Name), cancellation);
    }

    /// <summary>Stores a token given from outside; once, whatever is asked again.</summary>
    /// <returns>Its id.</returns>
    internal async Task<int> StoreAsync(
        Actor actor,
        string name,
        Role? role,
        DateTime? expiresAt,
        string secret,
        CancellationToken cancellation
    )
    {
        if (name.Trim() is not { Length: > 0 and <= StoredText.Name } trimmed)
            throw RefusedException.Invalid("name", "Give the token a name of up to 255 characters.");
        var hash = Secrets.Hash(secret);
        var id = await writes.RunAsync(
            async (db, _, token) =>
            {
                if (await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, token) is { } known)
                    return known.Id;
                var row = new ApiToken
                {
                    Name = trimmed,
                    Prefix = secret[..Math.Min(ShownCharacters, secret.Length / 2)],
                    Hash = hash,
                    Role = role,
                    CreatedBy = actor.Name,
                    CreatedAt = time.UtcNow(),
                    ExpiresAt = expiresAt is { } at ? UtcTime.Truncate(at) : null,
                };
                db.ApiTokens.Add(row);
                await audit.AppendAsync(
                    db,
                    actor,
                    new(AuditActions.TokenCreated, trimmed, null, new { role, expiresAt }),
                    token
                );
                // Saved by the audit trail, so that the database has given it its number.
                return row.Id;
            },
            cancellation
        );
        await access.ReloadAsync(cancellation);
        return id;
    }
}

using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Support;

/// <summary>Accounts, tokens and the audit log over a test's database, without the web.</summary>
internal static class TestAccess
{
    /// <summary>Some accounts and one operator among them, for tests that change no rights.</summary>
    public static readonly Lazy<(
        AccessDirectory Access,
        Actor Operator,
        IDbContextFactory<DataSyncDbContext> Database
    )> Known = new(() => Task.Run(MakeKnownAsync).GetAwaiter().GetResult());

    public static ServiceProvider NewAccess(this TestDatabase database, Action<IServiceCollection>? add = null) =>
        database.NewServices(services =>
        {
            services.AddAccess(new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build());
            add?.Invoke(services);
        });

    /// <summary>A person with that role, as the services know them.</summary>
    public static async Task<Actor> AddPersonAsync(this IServiceProvider all, Role role)
    {
        var email = $"{role}-{Guid.NewGuid():N}@example.org".ToLowerInvariant();
        var link = await all.GetRequiredService<AccountService>().CreateAsync(Actor.Program, email, role, default);
        return new Actor(ActorKind.Account, link.AccountId, email, "192.0.2.7");
    }

    /// <summary>"entry 1" to "entry n", numbered from 1 on and a minute apart; not sealed.</summary>
    public static async Task AddAuditEntriesAsync(this TestDatabase database, int count)
    {
        var start = database.Clock.GetUtcNow().UtcDateTime;
        await using var db = await database.Factory.CreateDbContextAsync();
        db.AuditEntries.AddRange(
            Enumerable
                .Range(1, count)
                .Select(number => new AuditEntry
                {
                    Seq = number,
                    At = start.AddMinutes(number),
                    ActorName = "Somebody",
                    Action = "test.entry",
                    Subject = $"entry {number}",
                    KeyId = "",
                    Mac = "",
                })
        );
        db.AuditHeads.Add(new AuditHead { Seq = count });
        await db.SaveChangesAsync();
    }

    /// <returns>The token as its owner sends it.</returns>
    public static async Task<string> AddTokenAsync(this IServiceProvider all, Role? role)
    {
        var made = await all.GetRequiredService<TokenService>()
            .CreateAsync(Actor.Program, role?.ToString() ?? "relay", role, null, default);
        return made.Secret;
    }

    /// <summary>The directory keeps what it read; the database is not needed any more.</summary>
    private static async Task<(AccessDirectory, Actor, IDbContextFactory<DataSyncDbContext>)> MakeKnownAsync()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        var all = database.NewAccess();
        return (all.GetRequiredService<AccessDirectory>(), await all.AddPersonAsync(Role.Operator), database.Factory);
    }
}

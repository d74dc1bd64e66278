using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>What was noted cannot be changed unnoticed by somebody who may write to the database.</summary>
public sealed class AuditChainTests
{
    private const int Written = 6;

    [Theory, DatabaseData]
    public async Task What_was_noted_is_read_back_and_verifies(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        var who = new Actor(ActorKind.Account, "7", "名前 \ud800 'quoted'", "2001:db8::1");
        var note = new AuditNote(
            "account.role",
            "a@example.org",
            new { Role = Role.Viewer },
            new { Role = Role.Admin }
        );

        await all.GetRequiredService<AuditTrail>().NoteAsync(who, note, default);

        Assert.Equal(new AuditVerdict(1, null, null), await VerifyAsync(all));
        await using var db = await database.Factory.CreateDbContextAsync();
        var entry = await db.AuditEntries.SingleAsync();
        Assert.Equal((1, "名前 \ufffd 'quoted'", "2001:db8::1"), (entry.Seq, entry.ActorName, entry.Address));
        Assert.Equal(("""{"role":"viewer"}""", """{"role":"admin"}"""), (entry.Before, entry.After));
        Assert.Equal(database.Clock.GetUtcNow().UtcDateTime, entry.At);
    }

    [Theory]
    [DatabaseData("an edit", "UPDATE audit_log SET action = 'nothing' WHERE seq = 3", 3)]
    [DatabaseData("another name", "UPDATE audit_log SET actor_name = 'somebody else' WHERE seq = 2", 2)]
    [DatabaseData("another time", "UPDATE audit_log SET at = '2020-01-01 00:00:00' WHERE seq = 4", 4)]
    [DatabaseData("a deletion", "DELETE FROM audit_log WHERE seq = 3", 3)]
    [DatabaseData("a cut tail", "DELETE FROM audit_log WHERE seq > 4", 5)]
    [DatabaseData("everything", "DELETE FROM audit_log", 1)]
    [DatabaseData(
        "a swap",
        "UPDATE audit_log SET seq = 99 WHERE seq = 2; UPDATE audit_log SET seq = 2 WHERE seq = 3; UPDATE audit_log SET seq = 3 WHERE seq = 99",
        2
    )]
    [DatabaseData(
        "a head set back",
        "DELETE FROM audit_log WHERE seq > 4; UPDATE audit_head SET seq = 4, mac = (SELECT mac FROM audit_log WHERE seq = 4)",
        4
    )]
    [DatabaseData("an entry of one's own", Insert7, 7)]
    public async Task A_change_behind_its_back_is_found(Provider provider, string what, string sql, int at)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        await WriteAsync(all, Written);
        Assert.True((await VerifyAsync(all)).Holds);

        await ExecuteAsync(database, sql);

        var verdict = await VerifyAsync(all);
        Assert.False(verdict.Holds, what);
        Assert.Equal(at, verdict.BrokenAt);
    }

    [Theory, DatabaseData]
    public async Task A_fork_is_found(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        await WriteAsync(all, 3);
        await using var db = await database.Factory.CreateDbContextAsync();
        var fork = await db.AuditHeads.AsNoTracking().SingleAsync();
        await WriteAsync(all, 1);
        // Set back with a true seal, so that another story goes on from there; then the first one is put behind it.
        await ExecuteAsync(database, "UPDATE audit_log SET seq = 100 WHERE seq = 4");
        await db.AuditHeads.ExecuteUpdateAsync(set =>
            set.SetProperty(head => head.Seq, fork.Seq)
                .SetProperty(head => head.Mac, fork.Mac)
                .SetProperty(head => head.Seal, fork.Seal)
        );
        await WriteAsync(all, 1);
        await ExecuteAsync(database, "UPDATE audit_log SET seq = 5 WHERE seq = 100");

        Assert.Equal(5, (await VerifyAsync(all)).BrokenAt);
    }

    [Theory, DatabaseData]
    public async Task Another_key_does_not_verify_what_it_did_not_sign(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var all = database.NewAccess())
            await WriteAsync(all, 2);
        var settings = new Dictionary<string, string?>(database.Settings, StringComparer.Ordinal)
        {
            ["Audit:Key"] = "another key, also long enough for an audit log",
        };
        await using var other = database.NewServices(services =>
            services.AddAccess(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        );

        var verdict = await VerifyAsync(other);

        Assert.Contains("key this program does not have", verdict.Problem, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Fifty_writers_at_once_leave_one_unbroken_chain(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var one = database.NewAccess();
        await using var other = database.NewAccess();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => WriteAsync(i % 2 == 0 ? one : other, 2)));

        Assert.Equal(new AuditVerdict(100, null, null), await VerifyAsync(one));
    }

    [Fact]
    public async Task A_key_file_appears_once_for_all_and_takes_more_lines()
    {
        var folder = Directory.CreateTempSubdirectory("datasync-audit-").FullName;
        var options = Microsoft.Extensions.Options.Options.Create(
            new AuditOptions { KeyFile = Path.Combine(folder, "new", "audit.key") }
        );
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => new AuditKeys(options).CurrentId))
        );

        Assert.Single(ids.Distinct());
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "new")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(options.Value.KeyFile));
        await File.AppendAllTextAsync(options.Value.KeyFile, "another key, long enough for an audit log\n");
        var longer = new AuditKeys(options);
        Assert.NotEqual(ids[0], longer.CurrentId);
        Assert.NotNull(longer.Sign(ids[0], "text"));
        Directory.Delete(folder, recursive: true);
    }

    private const string Insert7 = """
        INSERT INTO audit_log (seq, at, actor_kind, actor_name, action, key_id, mac)
        SELECT 7, at, actor_kind, actor_name, action, key_id, mac FROM audit_log WHERE seq = 6
        """;

    private static async Task WriteAsync(IServiceProvider all, int entries)
    {
        for (var i = 0; i < entries; i++)
            await all.GetRequiredService<AuditTrail>()
                .NoteAsync(new(ActorKind.Account, "1", "somebody", null), new("sign_in", $"entry {i}"), default);
    }

    private static Task<AuditVerdict> VerifyAsync(IServiceProvider all) =>
        all.GetRequiredService<AuditChain>().VerifyAsync(default);

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}

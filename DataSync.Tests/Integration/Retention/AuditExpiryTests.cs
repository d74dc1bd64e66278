using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Retention;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Retention;

/// <summary>The chain of the audit log goes on from where entries have expired, and nobody can move that place.</summary>
public sealed class AuditExpiryTests
{
    [Theory, DatabaseData]
    public async Task What_is_left_is_shown_to_be_unbroken_and_says_what_went(Provider provider)
    {
        await using var life = await AgedAsync(provider);

        await life.Retention.RunAsync(default);

        // Three, the note of what expired, the note of the run.
        Assert.Equal(new AuditVerdict(5, null, null, Expired: 6), await life.VerifyAsync());
        var left = await life.ReadAsync(db => db.AuditEntries.OrderBy(entry => entry.Seq).ToListAsync());
        Assert.Equal([7, 8, 9, 10, 11], left.Select(entry => entry.Seq));
        Assert.Equal(
            [(AuditActions.AuditExpired, """{"from":1,"to":6}"""), (AuditActions.RetentionRun, """{"audit_log":6}""")],
            left[3..].Select(entry => (entry.Action, entry.Before ?? entry.After!))
        );

        // And the next time from there on.
        life.Database.Clock.Advance(TimeSpan.FromDays(1_100));
        await life.NoteAsync("late");
        await life.Retention.RunAsync(default);
        Assert.Equal(new AuditVerdict(3, null, null, Expired: 11), await life.VerifyAsync());
    }

    [Theory]
    [DatabaseData("an entry behind it", "DELETE FROM audit_log WHERE seq = 8", 8)]
    [DatabaseData("the entry next to it", "DELETE FROM audit_log WHERE seq = 7", 7)]
    [DatabaseData(
        "a forged anchor",
        "UPDATE audit_head SET seq = 8, mac = (SELECT mac FROM audit_log WHERE seq = 8) WHERE id = 2; DELETE FROM audit_log WHERE seq <= 8",
        8
    )]
    [DatabaseData("no anchor", "DELETE FROM audit_head WHERE id = 2", 1)]
    [DatabaseData("no head", "DELETE FROM audit_head WHERE id = 1; DELETE FROM audit_log WHERE seq > 8", 8)]
    [DatabaseData("a cut tail", "DELETE FROM audit_log WHERE seq > 8", 9)]
    public async Task A_change_behind_its_back_is_found(Provider provider, string what, string sql, int at)
    {
        await using var life = await AgedAsync(provider);
        await life.Retention.RunAsync(default);
        Assert.True((await life.VerifyAsync()).Holds);

        await ExecuteAsync(life, sql);

        var verdict = await life.VerifyAsync();
        Assert.False(verdict.Holds, what);
        Assert.Equal(at, verdict.BrokenAt);
    }

    [Theory, DatabaseData]
    public async Task Neither_an_older_anchor_nor_an_old_head_passes_for_the_anchor(Provider provider)
    {
        await using var life = await AgedAsync(provider);
        var head = await life.ReadAsync(db => db.AuditHeads.AsNoTracking().SingleAsync());
        await life.Retention.RunAsync(default);
        var anchor = await AnchorAsync(life);
        life.Database.Clock.Advance(TimeSpan.FromDays(1_100));
        await life.NoteAsync("late");
        await life.Retention.RunAsync(default);

        await PutAsync(life, anchor);
        Assert.Equal(7, (await life.VerifyAsync()).BrokenAt);

        // Truly sealed, of an entry in the middle; what was before it is taken away.
        var later = await life.ReadAsync(db =>
            db.AuditHeads.AsNoTracking().SingleAsync(row => row.Id == AuditHead.SingleId)
        );
        await life.NoteAsync("one more");
        await ExecuteAsync(life, $"DELETE FROM audit_log WHERE seq <= {later.Seq}");
        await PutAsync(life, later);
        Assert.Equal("The anchor of the chain was changed.", (await life.VerifyAsync()).Problem);
        Assert.Equal(9, head.Seq);
    }

    [Theory, DatabaseData]
    public async Task What_was_tampered_with_stays_as_evidence(Provider provider)
    {
        await using var life = await AgedAsync(provider);
        await ExecuteAsync(life, "UPDATE audit_log SET action = 'nothing' WHERE seq = 3");

        var run = await life.Retention.RunAsync(default);

        Assert.Contains("Entry 3 is not as it was written", run.Problem, StringComparison.Ordinal);
        Assert.Equal(9, await life.ReadAsync(db => db.AuditEntries.CountAsync()));
        Assert.Equal(3, (await life.VerifyAsync()).BrokenAt);
        Assert.Equal(run.Problem, (await life.Retention.ReadAsync(Actor.Program, default)).Last!.Problem);
    }

    [Theory, DatabaseData]
    public async Task It_is_verified_while_entries_expire(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        for (var i = 0; i < 1_200; i += 300)
            await NoteManyAsync(life, 300);
        life.Database.Clock.Advance(TimeSpan.FromDays(1_100));
        await life.NoteAsync("young");

        var running = life.Retention.RunAsync(default);
        do Assert.True((await life.VerifyAsync()).Holds);
        while (!running.IsCompleted);

        Assert.Contains(new RetentionCount("audit_log", 1_200), (await running).Removed);
        Assert.Equal(1_200, (await life.VerifyAsync()).Expired);
    }

    /// <summary>Six entries that have expired, and three that have not.</summary>
    private static async Task<RetentionLife> AgedAsync(Provider provider)
    {
        var life = await RetentionLife.OpenAsync(provider);
        for (var i = 0; i < 6; i++)
            await life.NoteAsync("old");
        life.Database.Clock.Advance(TimeSpan.FromDays(1_100));
        for (var i = 0; i < 3; i++)
            await life.NoteAsync("young");
        return life;
    }

    private static async Task NoteManyAsync(RetentionLife life, int count)
    {
        var trail = life.Services.GetRequiredService<AuditTrail>();
        await life
            .Services.GetRequiredService<WriteTransaction>()
            .RunAsync(
                async (db, _, token) =>
                {
                    for (var i = 0; i < count; i++)
                        await trail.AppendAsync(db, Actor.Program, new("old", null), token);
                    return 0;
                },
                default
            );
    }

    private static Task<AuditHead> AnchorAsync(RetentionLife life) =>
        life.ReadAsync(db => db.AuditHeads.AsNoTracking().SingleAsync(row => row.Id == AuditHead.AnchorId));

    private static Task<int> PutAsync(RetentionLife life, AuditHead head) =>
        life.ReadAsync(db =>
            db.AuditHeads.Where(row => row.Id == AuditHead.AnchorId)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.Seq, head.Seq)
                        .SetProperty(row => row.Mac, head.Mac)
                        .SetProperty(row => row.KeyId, head.KeyId)
                        .SetProperty(row => row.Seal, head.Seal)
                )
        );

    private static Task<int> ExecuteAsync(RetentionLife life, string sql) =>
        life.ReadAsync(async db =>
        {
            var rows = 0;
            foreach (var statement in sql.Split(';'))
                rows += await db.Database.ExecuteSqlRawAsync(statement);
            return rows;
        });
}

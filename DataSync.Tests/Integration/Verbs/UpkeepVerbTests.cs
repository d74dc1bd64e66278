using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Integration.Retention;
using DataSync.Tests.Support;
using DataSync.Web.Verbs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Verbs;

/// <summary>The verbs that look after what is stored.</summary>
public sealed class UpkeepVerbTests
{
    [Theory, DatabaseData]
    public async Task The_audit_log_is_proved_and_a_change_behind_its_back_found(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        for (var entry = 0; entry < 3; entry++)
            await all.GetRequiredService<AuditTrail>().NoteAsync(Actor.Program, new("retention.run", null), default);

        var holds = await TestVerb.StartAsync("verify-audit", null, Settings(database));
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db.Database.ExecuteSqlRawAsync("UPDATE audit_log SET action = 'nothing' WHERE seq = 2");
        var broken = await TestVerb.RunAsync("verify-audit", Settings(database));

        Assert.Equal((CommandLine.Done, "The audit log holds: 3 entries."), (holds.Code, holds.Output.Trim()));
        Assert.Equal((CommandLine.Failed, ""), (broken.Code, broken.Output));
        Assert.Contains("Entry 2 is not as it was written", broken.Error, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task What_would_go_is_shown_and_then_goes(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        life.SetNow(TimeProvider.System.GetUtcNow().UtcDateTime);
        await life.IngestAsync(life.Run(life.Ago(402)), life.Run(life.Ago(402)), life.Run(life.Ago(1)));

        var dry = await TestVerb.RunAsync("retention --dry-run", Settings(life.Database));
        Assert.Equal(3, await CountAsync(life.Database));
        var run = await TestVerb.RunAsync("retention", Settings(life.Database));

        Assert.Contains("2 workflow_executions", dry.Output, StringComparison.Ordinal);
        Assert.EndsWith("rows would go", dry.Output.Trim(), StringComparison.Ordinal);
        Assert.True(run.Code == CommandLine.Done, run.All);
        Assert.Contains("2 workflow_executions", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("rows removed", run.Output.Trim(), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(life.Database));
    }

    [Theory, DatabaseData]
    public async Task Trends_somebody_spoilt_are_counted_again(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        var runs = new[] { life.Run(life.Ago(2)), life.Run(life.Ago(1)) };
        await life.IngestAsync(runs);
        await life.ExplainAsync(runs);
        var right = await RowsAsync(life.Database);
        await using (var db = await life.Database.Factory.CreateDbContextAsync())
            await db.Rollups.ExecuteUpdateAsync(set => set.SetProperty(row => row.Success, 7));

        var rebuilt = await TestVerb.RunAsync("rebuild-rollups", Settings(life.Database));

        Assert.Equal(
            (CommandLine.Done, "The executions of 2 days were counted."),
            (rebuilt.Code, rebuilt.Output.Trim())
        );
        Assert.Equal(right, await RowsAsync(life.Database));
    }

    private static (string, string?)[] Settings(TestDatabase database) =>
        [.. database.Settings.Select(s => (s.Key, s.Value))];

    private static async Task<int> CountAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return await db.Executions.CountAsync();
    }

    private static async Task<List<(RollupGrain, DateTime, int)>> RowsAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var rows = await db.Rollups.OrderBy(row => row.Grain).ThenBy(row => row.StartsAt).ToListAsync();
        return [.. rows.Select(row => (row.Grain, row.StartsAt, row.Success))];
    }
}

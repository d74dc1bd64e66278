using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

/// <summary>A commit whose answer is lost is tried again, and nothing of it is there twice.</summary>
public sealed class LostAnswerTests
{
    /// <summary>As often as one write is tried.</summary>
    private const int Tries = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(Tries)]
    public async Task What_was_measured_is_counted_once(int times)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var all = NewServices(database, out var lost);
        var meter = all.GetRequiredService<ServiceMeter>();
        meter.Loaded(1_000);
        lost.Times = times;
        if (times < Tries)
            await meter.FlushAsync(default);
        else
            await Assert.ThrowsAnyAsync<Exception>(() => meter.FlushAsync(default));
        meter.Loaded(2_000);
        await meter.FlushAsync(default);
        database.Clock.Advance(TimeSpan.FromHours(1));
        await meter.FlushAsync(default);
        meter.Loaded(3_000);
        await meter.FlushAsync(default);

        await using var context = await database.Factory.CreateDbContextAsync();
        var hours = await context.ServiceHours.OrderBy(row => row.StartsAt).ToListAsync();
        Assert.Equal([2, 1], hours.Select(hour => hour.Loads.Count));
    }

    [Fact]
    public async Task What_two_programs_measured_adds_up()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var one = NewServices(database, out _);
        await using var other = NewServices(database, out _);
        foreach (var all in (ServiceProvider[])[one, other, one])
        {
            all.GetRequiredService<ServiceMeter>().Loaded(1_000);
            await all.GetRequiredService<ServiceMeter>().FlushAsync(default);
        }
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = database.Clock.UtcNow();
        var levels = await one.GetRequiredService<ServiceLevelReader>()
            .ReadAsync(now.AddDays(-1), now.AddHours(1), default);
        Assert.Equal((3, 0), (levels.Levels[2].Measured, levels.UnmeasuredHours));
    }

    [Fact]
    public async Task A_note_stands_once_in_the_audit_log()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var all = NewServices(database, out var lost);
        lost.Times = 2;
        await all.GetRequiredService<AuditTrail>().NoteAsync(Actor.Program, new("test.entry", "it"), default);
        await all.GetRequiredService<AuditTrail>().NoteAsync(Actor.Program, new("test.entry", "it"), default);

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(2, await context.AuditEntries.CountAsync());
        Assert.True((await all.GetRequiredService<AuditChain>().VerifyAsync(default)).Holds);
    }

    [Fact]
    public async Task A_report_is_issued_once()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var all = NewServices(database, out var lost);
        await all.GetRequiredService<RollupBuilder>().CompleteAsync(default);
        var service = all.GetRequiredService<ReportService>();
        var days = ReportPeriod.Of(new(2026, 1, 10), new(2026, 1, 12));
        lost.Times = 1;
        var first = await service.IssueAsync(Actor.Program, days, null, default);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        lost.Times = 1;
        var second = await service.IssueAsync(Actor.Program, days, "A run was late.", default);

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(
            [(first, 1), (second, 2)],
            (await context.Reports.OrderBy(row => row.Id).ToListAsync()).Select(row => (row.Id, row.Version))
        );
        Assert.Equal(2, await context.AuditEntries.CountAsync(row => row.Action == AuditActions.ReportIssued));
    }

    private static ServiceProvider NewServices(TestDatabase database, out LostAnswers lost) =>
        database.NewWhole(lost = new(database));
}

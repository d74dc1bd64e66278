using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Components;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataSync.Tests.Integration.Trends;

/// <summary>What is measured of the board, and for which hours nothing was.</summary>
public sealed class ServiceMeterTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task What_nobody_can_verify_is_not_covered()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var meter = new ServiceMeter(
            database.Services.GetRequiredService<WriteTransaction>(),
            new(TimeZoneInfo.Utc),
            database.Clock
        );
        var board = new LiveBoard(NullLogger<LiveBoard>.Instance);
        board.Update(picture =>
            picture with
            {
                Figures = BoardFigures.Of([Tiles.One("A"), Tiles.One("B")], Noon),
                System = picture.System with { Loaded = true, KnownUntil = Noon, Database = DatabaseCondition.Ok },
            }
        );
        meter.Look(board.Current);
        board.UpdateStatus(system => system with { UnobservedSince = Noon });
        meter.Look(board.Current);
        board.UpdateStatus(system => system with { UnobservedSince = null, Database = DatabaseCondition.Unreachable });
        meter.Look(board.Current);
        await meter.FlushAsync(default);

        await using var context = await database.Factory.CreateDbContextAsync();
        var hour = await context.ServiceHours.SingleAsync();
        Assert.Equal((3, 6, 2), (hour.Looks, hour.Visible, hour.Monitored));
    }

    [Theory]
    // Begun at 9; nothing from 10 to 11; now it is 12:00, and the running hour has only begun.
    [InlineData("2026-03-01T09:00:00Z", "2026-03-01T13:00:00Z", 1)]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T13:00:00Z", 1)]
    [InlineData("2026-03-01T10:30:00Z", "2026-03-01T11:30:00Z", 0)]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", 1)]
    [InlineData("2026-02-01T00:00:00Z", "2026-03-01T12:00:00Z", 1)]
    [InlineData("2026-02-01T00:00:00Z", "2026-02-02T12:00:00Z", 0)]
    public async Task Hours_nothing_was_measured_in_are_whole_ones(string from, string to, int hours)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var context = await database.Factory.CreateDbContextAsync();
        context.ServiceHours.AddRange(
            new ServiceHour { StartsAt = Noon.AddHours(-3), Process = "a" },
            new ServiceHour { StartsAt = Noon.AddHours(-3), Process = "b" },
            new ServiceHour { StartsAt = Noon.AddHours(-1), Process = "b" }
        );
        await context.SaveChangesAsync();
        database.Clock.SetUtcNow(new(Noon.AddMinutes(2)));
        var reader = new ServiceLevelReader(database.Factory, new(TimeZoneInfo.Utc), database.Clock);

        var levels = await reader.ReadAsync(Utc(from), Utc(to), default);

        Assert.Equal(hours, levels.UnmeasuredHours);

        static DateTime Utc(string text) =>
            DateTime.Parse(
                text,
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AdjustToUniversal
            );
    }
}

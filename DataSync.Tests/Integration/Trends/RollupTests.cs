using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

public sealed class RollupTests
{
    private static readonly string[] Zones =
    [
        "UTC",
        "Europe/Berlin",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "America/Havana",
    ];

    [Fact]
    public async Task What_was_left_half_counted_is_gone_on_with_while_the_program_serves()
    {
        await using var life = await TrendLife.OpenAsync(Provider.Sqlite, "UTC");
        await life.IngestAsync([TrendLife.Run("1", life.Database.Clock.UtcNow().AddDays(-1))]);
        var builder = life.Services.GetRequiredService<RollupBuilder>();
        life.Services.GetRequiredService<DatabaseState>().SetReady();
        await builder.StartAsync(default);
        // What it finds when it starts, and what is left to it later.
        for (var round = 0; round < 2; round++)
        {
            await life.CheckpointAsync(row => row.RollupsFrom = life.Database.Clock.UtcNow());
            for (var left = 100; left > 0 && await IsLeftAsync(); left--)
            {
                life.Database.Clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
            Assert.False(await IsLeftAsync());
        }
        await builder.StopAsync(default);

        async Task<bool> IsLeftAsync()
        {
            await using var context = await life.Database.Factory.CreateDbContextAsync();
            return await context.Checkpoints.AnyAsync(row => row.RollupsFrom != null);
        }
    }

    [Theory, DatabaseData]
    public async Task They_equal_a_recount_whatever_happened(Provider provider)
    {
        // The zones make no difference to a database.
        for (var seed = 0; seed < (provider == Provider.Sqlite ? Zones.Length : 2); seed++)
        {
            await using var life = await RollupLife.BeginAsync(provider, Zones[seed], seed);
            for (var step = 0; step < 35; step++)
            {
                await life.StepAsync();
                if (step == 20)
                    await life.BeginAgainAsync();
                if (step is 15 or 30)
                    await life.ExpireAsync();
                if (step is 29)
                    await life.CompareAsync();
            }
            await life.CompareAsync();
        }
    }
}

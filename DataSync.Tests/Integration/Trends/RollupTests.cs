using DataSync.Tests.Support;

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

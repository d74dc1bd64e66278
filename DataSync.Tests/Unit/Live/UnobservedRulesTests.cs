using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;

namespace DataSync.Tests.Unit.Live;

public sealed class UnobservedRulesTests
{
    private static readonly DateTime Known = new(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc);
    private static readonly PollingOptions Hourly = new();
    private static readonly SystemStatus Well = SystemStatus.Starting with
    {
        N8n = N8nCondition.Ok,
        Database = DatabaseCondition.Ok,
        KnownUntil = Known,
    };

    [Theory]
    // An hour between two passes is the plan, a missed one may be.
    [InlineData(60, null, null)]
    [InlineData(120, null, null)]
    [InlineData(121, null, 0)]
    // With trouble only the time since it began counts, and a moment of it does not.
    [InlineData(51, 50, null)]
    [InlineData(52, 50, 50)]
    [InlineData(300, 50, 0)]
    // Trouble from before the last pass began with that pass.
    [InlineData(2, -5, 0)]
    public void A_gap_is_what_is_longer_than_planned(int until, int? troubleSince, int? from)
    {
        var trouble = troubleSince is { } since ? new Trouble("unreachable", Known.AddMinutes(since)) : null;
        var gap = UnobservedRules.Gap(Known, Known.AddMinutes(until), trouble, Hourly);
        Assert.Equal(from is { } minutes ? Known.AddMinutes(minutes) : null, gap?.Since);
        Assert.Equal(gap is null ? null : trouble?.Reason ?? Trouble.NotRunning, gap?.Reason);
    }

    [Fact]
    public void Before_the_first_pass_nothing_is_missing() =>
        Assert.Null(UnobservedRules.Gap(null, Known, new Trouble("unreachable", Known.AddDays(-1)), Hourly));

    [Fact]
    public void Trouble_lasts_until_n8n_is_well_and_a_databases_until_the_next_pass()
    {
        var at = Known.AddMinutes(1);
        var away = Well with { N8n = N8nCondition.Unreachable };
        var n8n = UnobservedRules.Next(null, away, at);
        Assert.Equal(new Trouble("unreachable", at), n8n);
        Assert.Equal(n8n, UnobservedRules.Next(n8n, away with { N8n = N8nCondition.ServerError }, at.AddMinutes(5)));
        Assert.Null(UnobservedRules.Next(n8n, Well, at.AddMinutes(6)));

        var database = UnobservedRules.Next(null, Well with { Database = DatabaseCondition.Unreachable }, at);
        Assert.Equal(Trouble.Database, database?.Reason);
        Assert.Equal(database, UnobservedRules.Next(database, Well, at.AddMinutes(6)));
        Assert.Null(UnobservedRules.Next(database, Well with { KnownUntil = at.AddMinutes(7) }, at.AddMinutes(8)));
    }

    [Fact]
    public void A_new_trouble_after_a_complete_pass_begins_anew()
    {
        var old = new Trouble("unreachable", Known.AddMinutes(-3));
        var now = Known.AddMinutes(9);
        Assert.Equal(now, UnobservedRules.Next(old, Well with { N8n = N8nCondition.Unreachable }, now)?.Since);
    }

    [Fact]
    public void No_n8n_to_ask_is_no_trouble() =>
        Assert.Null(UnobservedRules.Next(null, Well with { N8n = N8nCondition.NotConfigured }, Known));
}

using System.Buffers.Text;
using System.Text;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Keys of n8n that run out: told before nothing works any more.</summary>
public sealed class KeyTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [DatabaseData]
    public async Task A_key_that_runs_out_is_told_two_weeks_before_and_is_over_when_it_is_replaced(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        life.Show("A");
        var key = Key(life.Now + 15 * Day);
        await life.RestartAsync(("N8n:ApiKey", key), ("N8n:McpKey", Key(life.Now + 90 * Day)));
        await life.PassAsync(23 * Hour, Hour);
        Assert.Empty(life.Smtp.Mails);
        await life.PassAsync(Hour, Hour);
        Assert.Equal("n8n's API key runs out", Assert.Single(life.Subjects));
        // A day with no more than one reminder, and the next process says nothing anew.
        await life.RestartAsync();
        await life.PassAsync(25 * Hour, Hour);
        Assert.Equal(["n8n's API key runs out", "Still n8n's API key runs out"], life.Subjects);

        var incident = Assert.Single(await life.ReadAsync(db => db.Incidents));
        Assert.StartsWith(
            $"It is valid until {(life.Now + 13 * Day - Hour):d MMM yyyy, HH:mm} UTC.",
            incident.Sentence,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(key[..20], string.Join(' ', incident.CauseKey, incident.Title, incident.Sentence));

        await life.RestartAsync(("N8n:ApiKey", Key(life.Now + 10 * Day)));
        await life.PassAsync(Hour, Hour);
        Assert.Equal([false, true], (await life.ReadAsync(db => db.Incidents)).Select(one => one.IsOpen));
        await life.RestartAsync(("N8n:ApiKey", Key(life.Now + 100 * Day)));
        await life.PassAsync(Hour, Hour);
        Assert.Empty(life.Desk.Open);
        Assert.StartsWith("Over after", life.Subjects.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_the_mcp_server_is_another_and_what_somebody_ends_or_mutes_is_not_told_again()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A");
        var (api, mcp) = (Key(life.Now + 2 * Day), Key(life.Now - Day));
        await life.Recipients.SetRulesAsync(
            Actor.Program,
            new AlertRules { Muted = [IncidentKind.N8nKeyExpiring] },
            default
        );
        await life.RestartAsync(("N8n:ApiKey", api), ("N8n:McpKey", mcp));
        await life.PassAsync(2 * Hour, Hour);
        Assert.Equal(
            ["The key of n8n's MCP server runs out", "n8n's API key runs out"],
            life.Desk.Open.Select(one => one.Title).Order(StringComparer.Ordinal)
        );
        Assert.Empty(life.Smtp.Mails);

        foreach (var one in life.Desk.Open)
            await life.Alerts.ResolveAsync(Actor.Program, one.Id, "We know.", default);
        await life.PassAsync(2 * Hour, Hour);
        await life.RestartAsync();
        await life.PassAsync(2 * Hour, Hour);
        Assert.Empty(life.Desk.Open);

        // What was replaced and comes back is open again; what somebody ended is not.
        await life.RestartAsync(("N8n:ApiKey", Key(life.Now + Day)));
        await life.PassAsync(Hour, Hour);
        await life.RestartAsync(("N8n:ApiKey", api));
        await life.PassAsync(Hour, Hour);
        Assert.Empty(life.Desk.Open);
        await life.RestartAsync(("N8n:ApiKey", Key(life.Now + Day - 2 * Hour)));
        await life.PassAsync(Hour, Hour);
        Assert.Equal(["n8n's API key runs out"], life.Desk.Open.Select(one => one.Title));
    }

    [Theory]
    [InlineData("""{"sub":"1","iss":"n8n","aud":"public-api","iat":1772323200,"exp":1774915200}""", "2026-03-31")]
    [InlineData("""{"exp":1774915200.75}""", "2026-03-31")]
    [InlineData("""{"sub":"1","iss":"n8n"}""", null)]
    [InlineData("""{"exp":"1774915200"}""", null)]
    [InlineData("""{"exp":1e300}""", null)]
    [InlineData("""{"exp":-1}""", null)]
    [InlineData("""["exp"]""", null)]
    [InlineData("{", null)]
    public void When_a_key_runs_out_is_in_its_claims(string claims, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTime.Parse($"{expected}T00:00:00Z").ToUniversalTime(),
            Expiry(claims)
        );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("n8n_api_0123456789")]
    [InlineData("a.b")]
    [InlineData("a.!!.c")]
    [InlineData("a.b.c.d")]
    [InlineData("a..c")]
    public void Of_another_kind_of_key_nothing_is_known(string? key) => Assert.Null(KeyExpiry.Of(key));

    private static DateTime? Expiry(string claims) => KeyExpiry.Of(Signed(claims));

    private static string Key(DateTime expiry) =>
        Signed($$"""{"sub":"1","iss":"n8n","exp":{{new DateTimeOffset(expiry).ToUnixTimeSeconds()}}}""");

    private static string Signed(string claims) =>
        $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{Encoded(claims)}.{Encoded("a signature")}";

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}

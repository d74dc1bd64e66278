using DataSync.Tests.Support;
using DataSync.Web.Verbs;

namespace DataSync.Tests.Integration.Verbs;

public sealed class CheckVerbTests
{
    [Theory, DatabaseData]
    public async Task Where_all_is_well_it_says_so_of_each_and_tells_no_secret(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var n8n = await TestN8n.StartAsync();
        await using var smtp = TestSmtp.Start();

        var check = await TestVerb.StartAsync(
            "check",
            input: null,
            [.. TestApp.For(n8n, database), .. smtp.Settings, ("Alerts:WebhookSecret", "a secret of the tests")]
        );

        Assert.True(check.Code == CommandLine.Done, check.All);
        Assert.Equal(["settings", "database", "n8n", "mail"], Subjects(check, "ok"));
        Assert.Contains("version 2.10 or later", check.Output, StringComparison.Ordinal);
        Assert.Contains("it lacks execution:stop, workflow:create", check.Output, StringComparison.Ordinal);
        Assert.Equal(2, n8n.Arrivals.Count);
        Assert.Empty(smtp.Mails);
        Assert.Empty(check.Error);
        foreach (var secret in new[] { n8n.ApiKey, "Password=", "a secret", "a key of the tests" })
            Assert.DoesNotContain(secret, check.All, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("a key n8n does not know", "n8n does not accept the API key")]
    [InlineData("a key that lacks a scope", "The key lacks execution:read.")]
    [InlineData("a key an old n8n refuses something", "The key lacks execution:list.")]
    [InlineData("n8n is away", "Nothing accepts connections")]
    [InlineData("not n8n at all", "instead of JSON")]
    [InlineData("n8n falls silent in its answer", "n8n stopped in the middle of an answer")]
    [InlineData("no n8n set", "n8n is not set up.")]
    public async Task What_is_wrong_with_n8n_is_told(string what, string told)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var n8n = await TestN8n.StartAsync();
        var settings = TestApp.For(n8n, database, ("N8n:MaxRetries", "0"));
        switch (what)
        {
            case "a key n8n does not know":
                n8n.ApiKey = "another";
                break;
            case "a key that lacks a scope":
                n8n.Scopes = ["workflow:list", "workflow:read", "execution:list"];
                break;
            case "a key an old n8n refuses something":
                n8n.Line = TestN8nLine.One;
                n8n.FaultFor = arrival =>
                    arrival.PathAndQuery.Contains("/executions?", StringComparison.Ordinal)
                        ? TestN8nFault.Forbidden
                        : null;
                break;
            case "n8n is away":
                await n8n.StopAsync();
                break;
            case "n8n falls silent in its answer":
                n8n.Fault = TestN8nFault.Stalled;
                break;
            case "not n8n at all":
                n8n.Fault = TestN8nFault.Html;
                break;
            default:
                settings = [.. settings, ("N8n:BaseUrl", "")];
                break;
        }

        var check = await TestVerb.RunAsync("check", settings);

        Assert.Equal(CommandLine.Failed, check.Code);
        Assert.Equal(["n8n"], Subjects(check, "failed"));
        Assert.Contains(told, check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_n8n_is_recognised_and_its_key_tried()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var n8n = await TestN8n.StartAsync();
        n8n.Line = TestN8nLine.One;

        var check = await TestVerb.RunAsync("check", TestApp.For(n8n, database));

        Assert.True(check.Code == CommandLine.Done, check.All);
        Assert.Contains("version older than 1.113; the key may read", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_mail_server_is_told()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var n8n = await TestN8n.StartAsync();
        await using var smtp = TestSmtp.Start();
        smtp.Misbehave = line => line[..4] is "EHLO" or "HELO" ? "421 too busy" : null;
        (string, string?)[] settings = [.. TestApp.For(n8n, database), .. smtp.Settings];

        var refused = await TestVerb.RunAsync("check", settings);
        await smtp.StopAsync();
        var away = await TestVerb.RunAsync("check", settings);

        Assert.Equal((CommandLine.Failed, CommandLine.Failed), (refused.Code, away.Code));
        Assert.Contains("too busy", refused.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", away.Output, StringComparison.Ordinal);
        Assert.Equal(["mail"], Subjects(away, "failed"));
    }

    [Fact]
    public async Task Tables_that_are_not_there_are_told_and_n8n_is_only_asked_what_is_free()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, migrated: false);
        await using var n8n = await TestN8n.StartAsync();

        var early = await TestVerb.RunAsync("check", TestApp.For(n8n, database));
        var apart = await TestVerb.RunAsync("check", TestApp.For(n8n, database, ("Database:MigrateOnStart", "false")));

        Assert.Equal(["database", "n8n"], Subjects(early, "warning"));
        Assert.Equal(["database"], Subjects(apart, "failed"));
        Assert.Contains("Run migrate", apart.Output, StringComparison.Ordinal);
        Assert.Empty(n8n.Arrivals);
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_without_its_address_or_password()
    {
        var check = await TestVerb.RunAsync(
            "check",
            ("Database:Provider", "MySql"),
            ("ConnectionStrings:DataSync", "Server=127.0.0.1;Port=1;Database=d;User ID=u;Password=hunter2")
        );

        Assert.Contains("database", Subjects(check, "failed"));
        Assert.Contains("The database server does not answer.", check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", check.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_settings_are_told_at_once_and_a_slip_of_the_pen_too()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        (string, string?)[] own = [.. database.Settings.Select(s => (s.Key, s.Value))];
        // Long enough, but Identity would not take it.
        (string, string?)[] bootstrap =
        [
            ("Auth:Bootstrap:Email", "admin@example.org"),
            ("Auth:Bootstrap:Password", "abcabcabcabc"),
        ];

        var wrong = await TestVerb.RunAsync(
            "check",
            [.. own, ("N8n:RequestsPerMinute", "0"), ("Smtp:Host", "h"), ("Retention:Audit", "1"), .. bootstrap]
        );
        var unreadable = await TestVerb.RunAsync("check", [.. own, ("Polling:Interval", "often")]);
        var slip = await TestVerb.RunAsync("check", [.. own, ("Smtp:Hots", "smtp.example.org")]);

        Assert.Equal(CommandLine.Failed, wrong.Code);
        foreach (
            var key in new[] { "N8n:RequestsPerMinute", "Smtp:From", "Retention:Audit", "Auth:Bootstrap:Password" }
        )
            Assert.Contains(key, wrong.Output, StringComparison.Ordinal);
        Assert.Equal(["settings"], Subjects(unreadable, "failed"));
        Assert.Contains("Polling:Interval", unreadable.Output, StringComparison.Ordinal);
        Assert.Contains("Smtp:Hots is no setting", slip.Output, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Subjects(TestVerb check, string state) =>
        [
            .. check
                .Output.Split('\n')
                .Where(line => line.StartsWith($"{state} ", StringComparison.Ordinal))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
                .Distinct(),
        ];
}

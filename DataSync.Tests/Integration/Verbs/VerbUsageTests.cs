using System.Diagnostics;
using DataSync.Tests.Support;
using DataSync.Web.Verbs;

namespace DataSync.Tests.Integration.Verbs;

public sealed class VerbUsageTests
{
    [Theory]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("check --nonsense", "'--nonsense'")]
    [InlineData("--nonsense", "'--nonsense'")]
    [InlineData("check more", "'more'")]
    [InlineData("retention --dryrun", "'--dryrun'")]
    [InlineData("user", "Required command")]
    [InlineData("user add", "add")]
    [InlineData("user add a@example.org --role boss", "boss")]
    public async Task What_is_not_understood_is_refused_and_named(string words, string named)
    {
        var refused = await TestVerb.RunAsync(words);

        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains(named, refused.Error, StringComparison.Ordinal);
        Assert.Contains("--help", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("migrate")]
    [InlineData("user add")]
    [InlineData("verify-audit")]
    [InlineData("rebuild-rollups")]
    [InlineData("retention")]
    public async Task Each_verb_tells_what_it_does(string verb)
    {
        var all = await TestVerb.RunAsync("--help");
        var one = await TestVerb.RunAsync($"{verb} --help");

        Assert.Equal((0, 0), (all.Code, one.Code));
        Assert.Contains(verb.Split(' ')[0], all.Output, StringComparison.Ordinal);
        Assert.Contains($"{verb} ", one.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("N8n:RequestsPerMinute", "0", "Alerts:Lease", "1")]
    [InlineData("Polling:Interval", "often", "Polling:Interval", "often")]
    // Without colons they are days.
    [InlineData("Polling:Interval", "20", "Polling:LiveInterval", "20")]
    [InlineData("Auth:AttemptsPerMinute", "0", "ReverseProxy:KnownProxies:0", "nginx.local")]
    // A file that is there and cannot be read, by root either.
    [InlineData("N8n:ApiKeyFile", "/proc/self/mem", "Audit:KeyFile", "/proc/self/mem")]
    [InlineData("Auth:Oidc:ClientSecretFile", "/proc/self/mem", "Auth:Oidc:Authority", "http://login.example.org")]
    public async Task Wrong_settings_are_named_by_every_verb_and_by_serving(
        string one,
        string value,
        string other,
        string otherValue
    )
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        (string, string?)[] settings =
        [
            .. database.Settings.Select(s => (s.Key, s.Value)),
            ("Audit:Key", ""),
            (other, otherValue),
            (one, value),
        ];

        var verb = await TestVerb.RunAsync("retention --dry-run", settings);
        var serving = await TestVerb.StartAsync("--urls http://127.0.0.1:0", null, settings);

        foreach (var refused in new[] { verb, serving })
        {
            Assert.Equal(1, refused.Code);
            Assert.Contains(one, refused.Error, StringComparison.Ordinal);
            Assert.Contains(other, refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_cannot_be_made_is_told_in_a_line()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);

        var refused = await TestVerb.RunAsync(
            "user add a@example.org",
            [
                .. database.Settings.Select(s => (s.Key, s.Value)),
                ("Audit:Key", ""),
                ("Audit:KeyFile", "/proc/nobody/audit.key"),
            ]
        );

        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.Contains("/proc/nobody", refused.Error, StringComparison.Ordinal);
        Assert.Single(refused.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Elsewhere_than_the_key_of_the_audit_log_nothing_is_done_and_no_key_made()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var here = Directory.CreateTempSubdirectory("datasync-key-").FullName;
        Task<TestVerb> RunAsync(string verb, string key) =>
            TestVerb.RunAsync(
                verb,
                [
                    .. database.Settings.Select(s => (s.Key, s.Value)),
                    ("Audit:Key", ""),
                    ("Audit:KeyFile", Path.Combine(here, key)),
                ]
            );
        Assert.Equal(0, (await RunAsync("user add a@example.org", "audit.key")).Code);

        foreach (var verb in new[] { "user add b@example.org", "verify-audit" })
        {
            var refused = await RunAsync(verb, "elsewhere.key");

            Assert.Equal((1, ""), (refused.Code, refused.Output));
            Assert.Contains("elsewhere.key", refused.Error, StringComparison.Ordinal);
        }
        Assert.Equal(0, (await RunAsync("verify-audit", "audit.key")).Code);
        Assert.Single(Directory.GetFiles(here));
        Directory.Delete(here, recursive: true);
    }

    [Fact]
    public async Task Interrupted_it_says_so()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var n8n = await TestN8n.StartAsync();
        var asked = new TaskCompletionSource();
        n8n.FaultFor = _ =>
        {
            asked.TrySetResult();
            return TestN8nFault.Silent;
        };
        var patient = TestApp.For(n8n, database, ("N8n:AttemptTimeout", "00:02:00"));
        using var check = Process.Start(TestProgram.ToStart(patient, "check"))!;
        var error = check.StandardError.ReadToEndAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // What a shell starts in the background ignores Ctrl-C, and so does what that starts.
        using var interrupt = Process.Start("kill", ["-TERM", $"{check.Id}"]);
        await check.WaitForExitAsync();

        Assert.Equal(CommandLine.Stopped, check.ExitCode);
        Assert.StartsWith("Stopped.", await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_that_cannot_do_its_work_says_why_in_a_line()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, migrated: false);
        var settings = database.Settings.Select(s => (s.Key, s.Value)).ToArray();

        foreach (var verb in new[] { "verify-audit", "rebuild-rollups", "retention", "user add a@example.org" })
        {
            var refused = await TestVerb.RunAsync(verb, settings);

            Assert.Equal((1, ""), (refused.Code, refused.Output));
            Assert.Equal(
                "The database's tables are not yet those of this version: run the verb migrate.",
                refused.Error.Trim()
            );
        }
    }
}

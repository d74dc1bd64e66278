using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataSync.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>As docs/inside-the-cmdb.md sets it up: its settings, its nginx lines and its menu, with our ports.</summary>
public sealed partial class InsideTheCmdbTests
{
    private const string Guide = "inside-the-cmdb.md";
    private const string Host = "https://cmdb.example.org";
    private const string Upstream = "http://127.0.0.1:5000";

    /// <summary>Links and forms that would lead to a page of ours with its own frame.</summary>
    private const string Unframed = """
        () => [
          ...[...document.querySelectorAll("a[href]")]
            .filter((one) => one.origin === location.origin && !one.target && !one.hasAttribute("download"))
            .map((one) => one.href),
          ...[...document.querySelectorAll("form[method=post]")].map((one) => one.action),
        ].filter((address) => new URL(address).searchParams.get("embed") !== "1").join()
        """;

    [Fact]
    public async Task A_menu_entry_opens_it_in_a_frame_and_all_of_it_works_there_and_stays_inside()
    {
        await using var cmdb = await Cmdb.StartAsync();
        var page = await TestBrowser.OpenAsync(cmdb.Url);
        var heard = new ConcurrentBag<string>();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => heard.Add(socket.Url);
        await Entry(page, "Data Synchronization").ClickAsync();
        var frame = page.Frame("datasync")!;

        await SignInAsync(frame);
        await ExpectInsideAsync(page, frame);
        await Expect(frame.Locator("[data-tile]")).ToHaveCountAsync(2);
        // Where none comes through it works too, by asking again and again.
        var socket = Assert.Single(heard.Distinct());
        Assert.StartsWith($"ws://{cmdb.Url.Authority}/sync/_blazor?", socket, StringComparison.Ordinal);
        var cookie = (await page.Context.CookiesAsync()).Single(one => one.Name == "datasync");
        Assert.Equal(("/sync", SameSiteAttribute.Lax, true), (cookie.Path, cookie.SameSite, cookie.HttpOnly));

        var run = cmdb.N8n.Start(cmdb.Workflow);
        await Expect(frame.Locator(".ds-running")).ToHaveCountAsync(1);
        cmdb.N8n.Finish(run, "error", error: "Access denied", node: "List");
        await Expect(frame.Locator("[data-tile].h-failing")).ToHaveCountAsync(1);

        await frame.Locator("[data-tile].h-failing .ds-name a").ClickAsync();
        await frame.Locator(".ds-log li a").First.ClickAsync();
        await Expect(frame.Locator(".ds-report")).ToContainTextAsync("Failed");
        await ExpectInsideAsync(page, frame);
        await frame.GetByRole(AriaRole.Link, new() { Name = "All runs with this error" }).ClickAsync();
        await Expect(Heading(frame, "Executions")).ToBeVisibleAsync();
        await Expect(frame.Locator(".ds-log li")).ToHaveCountAsync(1);
        await ExpectInsideAsync(page, frame);
        await frame.Locator(".ds-log li a").ClickAsync();
        await frame.Locator(".ds-report-name a").ClickAsync();
        await Expect(Heading(frame, "Data Synchronization")).ToBeAttachedAsync();
        await Expect(frame.Locator("dialog .ds-log li")).Not.ToHaveCountAsync(0);
        await ExpectInsideAsync(page, frame);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Settings_account_and_what_is_not_there_stay_inside_too()
    {
        await using var cmdb = await Cmdb.StartAsync();
        var page = await TestBrowser.OpenAsync(cmdb.Url);
        await Entry(page, "Sync settings").ClickAsync();
        var frame = page.Frame("datasync")!;

        await SignInAsync(frame);
        foreach (var tab in new[] { "API tokens", "Audit log", "Users" })
        {
            await frame.GetByRole(AriaRole.Navigation, new() { Name = "Settings" }).GetByText(tab).ClickAsync();
            await Expect(Heading(frame, tab)).ToBeVisibleAsync();
            await ExpectInsideAsync(page, frame);
        }
        await frame.GotoAsync(new Uri(cmdb.Url, "sync/settings/audit?embed=1").ToString());
        await frame.Locator("[data-alive]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await frame.GetByLabel("Subject").FillAsync("nothing has this name");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Expect(frame.GetByText("No entry matches")).ToBeVisibleAsync();
        await ExpectInsideAsync(page, frame);
        await frame.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(frame.Locator(".ds-audit li")).Not.ToHaveCountAsync(0);
        await ExpectInsideAsync(page, frame);
        // The browser's address, not nginx's.
        await frame.Locator(".ds-audit li", new() { HasText = "Signed in" }).First.Locator("summary").ClickAsync();
        await Expect(frame.Locator(".ds-audit-more").First).ToContainTextAsync("from 127.0.0.1");

        foreach (var nothing in new[] { "sync/nothing?embed=1", "sync/?embed=1" })
        {
            var answer = await page.Context.APIRequest.GetAsync(new Uri(cmdb.Url, nothing).ToString());
            Assert.DoesNotContain("aria-label=\"Main\"", await answer.TextAsync(), StringComparison.Ordinal);
        }
        await frame.GotoAsync(new Uri(cmdb.Url, "sync/nothing?embed=1").ToString());
        await ExpectInsideAsync(page, frame);

        await Entry(page, "Sync account").ClickAsync();
        await frame.GetByRole(AriaRole.Link, new() { Name = "Change password" }).ClickAsync();
        await Expect(Heading(frame, "Change your password")).ToBeVisibleAsync();
        await ExpectInsideAsync(page, frame);
        await frame.GetByRole(AriaRole.Link, new() { Name = "Back" }).ClickAsync();
        await frame.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await SignInAsync(frame);
        await Expect(frame.Locator("[data-tile]")).ToHaveCountAsync(2);
        await ExpectInsideAsync(page, frame);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task By_a_link_it_is_a_page_of_its_own_and_programs_find_the_API_there()
    {
        await using var cmdb = await Cmdb.StartAsync();
        var page = await TestBrowser.OpenAsync(new Uri(cmdb.Url, "plain.html"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Data Synchronization" }).ClickAsync();
        await SignInAsync(page.MainFrame);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Executions" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(cmdb.Url, "sync/data-sync/executions").ToString());

        using var http = new HttpClient { BaseAddress = new Uri(cmdb.Url, "sync/") };
        using (var door = await http.GetAsync("sign-in"))
        {
            var policy = string.Join(';', door.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
            Assert.False(door.Headers.Contains("X-Frame-Options"));
        }
        Assert.Contains("\"ready\"", await http.GetStringAsync("health/ready"), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Authorization = new("Bearer", TestApp.AdminToken);
        using var workflows = JsonDocument.Parse(await http.GetStringAsync("api/v1/workflows"));
        Assert.Equal(2, workflows.RootElement.GetProperty("items").GetArrayLength());
        using var document = JsonDocument.Parse(await http.GetStringAsync("openapi/v1.json"));
        Assert.EndsWith(
            "/sync",
            document.RootElement.GetProperty("servers")[0].GetProperty("url").GetString()!.TrimEnd('/')
        );
        await page.Context.CloseAsync();
    }

    private static ILocator Entry(IPage page, string name) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "CMDB" }).GetByText(name, new() { Exact = true });

    private static ILocator Heading(IFrame frame, string name) =>
        frame.GetByRole(
            AriaRole.Heading,
            new()
            {
                Name = name,
                Level = 1,
                IncludeHidden = true,
            }
        );

    private static async Task SignInAsync(IFrame frame)
    {
        await frame.GetByLabel("E-mail address").FillAsync(TestApp.AdminEmail);
        await frame.GetByLabel("Password").FillAsync(TestApp.AdminPassword);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await frame.Locator("[data-alive]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    private static async Task ExpectInsideAsync(IPage page, IFrame frame)
    {
        Assert.Equal("/", new Uri(page.Url).AbsolutePath);
        await Expect(frame.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToHaveCountAsync(0);
        Assert.Equal("", await frame.EvaluateAsync<string>(Unframed));
    }

    [GeneratedRegex(
        @"^export (?<key>\w+)=(?<value>\S+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Exports();

    /// <summary>The CMDB's page and DataSync behind one nginx.</summary>
    private sealed class Cmdb(TestN8n n8n, string workflow, TestDatabase database, TestApp app, NginxServer nginx)
        : IAsyncDisposable
    {
        public TestN8n N8n => n8n;

        /// <summary>One that has run without failure.</summary>
        public string Workflow => workflow;

        public Uri Url => nginx.Url;

        public static async Task<Cmdb> StartAsync()
        {
            var n8n = await TestN8n.StartAsync();
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var workflows = new[] { n8n.AddWorkflow("AWS VPC"), n8n.AddWorkflow("Azure VPN") };
            foreach (var id in workflows)
                n8n.AddFinished(id, now.AddMinutes(-5), TimeSpan.FromSeconds(2), updated: 12);
            var database = await TestDatabase.CreateAsync(Provider.Sqlite);
            var port = OidcServer.FreePort();
            var app = await TestApp.StartAsync(null, TestApp.For(n8n, database, [.. Settings(port)]));
            await app.UntilAsync(b => b.Tiles.Length == 2 && b.Tiles.All(tile => tile.LastRun is not null), "two runs");
            var html = Documentation.Blocks(Guide, "html");
            var lines = Documentation.Blocks(Guide, "nginx");
            Assert.Contains(Upstream, lines[1], StringComparison.Ordinal);
            var nginx = await NginxServer.StartAsync(
                port,
                lines[0],
                lines[1].Replace(Upstream, $"http://{app.Url.Authority}", StringComparison.Ordinal),
                ("index.html", $"<!DOCTYPE html><title>CMDB</title>{html[0]}"),
                ("plain.html", $"<!DOCTYPE html><title>CMDB</title>{html[1]}")
            );
            return new Cmdb(n8n, workflows[0], database, app, nginx);
        }

        public async ValueTask DisposeAsync()
        {
            await nginx.DisposeAsync();
            await app.DisposeAsync();
            await database.DisposeAsync();
            await n8n.DisposeAsync();
        }

        /// <summary>But for where it listens, which is a port of the test's.</summary>
        private static IEnumerable<(string, string?)> Settings(int port)
        {
            var given = Exports().Matches(Documentation.Blocks(Guide, "sh")[0]);
            Assert.Equal(4, given.Count);
            return given
                .Select(one => (Key: one.Groups["key"].Value, Value: one.Groups["value"].Value))
                .Where(one => one.Key != "ASPNETCORE_URLS")
                .Select(one =>
                    one with
                    {
                        Value = one.Key.StartsWith("ReverseProxy", StringComparison.Ordinal)
                            ? NginxServer.From
                            : one.Value,
                    }
                )
                .Select(one =>
                    (
                        one.Key.Replace("__", ":", StringComparison.Ordinal),
                        (string?)one.Value.Replace(Host, $"http://127.0.0.1:{port}", StringComparison.Ordinal)
                    )
                );
        }
    }
}

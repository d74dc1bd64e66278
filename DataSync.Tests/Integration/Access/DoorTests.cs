using System.Net;
using System.Net.WebSockets;
using DataSync.Core.Access;
using DataSync.Tests.Support;
using DataSync.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>The defences before the pages, over HTTP. Each test is of one of them.</summary>
public sealed class DoorTests
{
    private const string Evil = "https://evil.example";

    [Fact]
    public async Task Another_sites_page_can_change_nothing()
    {
        await using var at = await At.StartAsync();
        var cookie = await at.CookieAsync();

        var foreign = await at.SendAsync(HttpMethod.Post, "sign-out", cookie, ("Origin", Evil));
        var none = await at.SendAsync(HttpMethod.Post, "sign-out", cookie);
        var crossSite = await at.SendAsync(HttpMethod.Post, "sign-out", cookie, ("Sec-Fetch-Site", "cross-site"));
        var own = await at.SendAsync(HttpMethod.Post, "sign-out", cookie, ("Sec-Fetch-Site", "same-origin"));

        Assert.All([foreign, none, crossSite], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Equal(HttpStatusCode.Redirect, own.StatusCode);
    }

    [Fact]
    public async Task Another_sites_page_gets_no_circuit()
    {
        await using var at = await At.StartAsync();
        var cookie = await at.CookieAsync();

        async Task<WebSocketState> ConnectAsync(string origin)
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Origin", origin);
            socket.Options.SetRequestHeader("Cookie", cookie);
            var url = new UriBuilder(new Uri(at.App.Url, "_blazor")) { Scheme = "ws" }.Uri;
            try
            {
                await socket.ConnectAsync(url, default);
            }
            catch (WebSocketException)
            {
                // What the assertion is about.
            }
            return socket.State;
        }

        Assert.Equal(WebSocketState.Open, await ConnectAsync(at.Origin));
        Assert.Equal(WebSocketState.Closed, await ConnectAsync(Evil));
        var negotiate = await at.SendAsync(
            HttpMethod.Post,
            "_blazor/negotiate?negotiateVersion=1",
            cookie,
            ("Origin", Evil)
        );
        Assert.Equal(HttpStatusCode.Forbidden, negotiate.StatusCode);
    }

    [Theory]
    [InlineData("/data-sync?q=vpc", "/data-sync?q=vpc")]
    [InlineData("https://evil.example/", "/data-sync")]
    [InlineData("//evil.example/", "/data-sync")]
    [InlineData("/\\evil.example/", "/data-sync")]
    [InlineData("/\t/evil.example/", "/data-sync")]
    [InlineData("javascript:alert(1)", "/data-sync")]
    [InlineData("", "/data-sync")]
    public async Task Signing_in_leads_nowhere_else(string wanted, string target)
    {
        await using var at = await At.StartAsync();
        await at.App.SignInAsync();

        using var answer = await at.SignInAsync(TestApp.AdminPassword, ("returnUrl", wanted));

        Assert.Equal(target, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_session_planted_before_signing_in_is_not_taken_over()
    {
        await using var at = await At.StartAsync();
        await at.App.SignInAsync();
        const string planted = "datasync=planted";

        using var before = await at.SendAsync(HttpMethod.Get, "data-sync", planted);
        using var signIn = await at.SignInAsync(TestApp.AdminPassword, cookie: planted);
        using var after = await at.SendAsync(HttpMethod.Get, "data-sync", planted);

        Assert.Equal(HttpStatusCode.Redirect, before.StatusCode);
        Assert.Contains(
            signIn.Headers.GetValues("Set-Cookie"),
            set => set.StartsWith("datasync=", StringComparison.Ordinal)
        );
        Assert.Contains("/sign-in", after.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_for_an_address_and_noted()
    {
        await using var at = await At.StartAsync(("Auth:AttemptsPerMinute", "12"));
        await at.App.SignInAsync();

        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 14; guess++)
        {
            using var answer = await at.SignInAsync($"guess number {guess}");
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(11, answers.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        var log = at.App.Services.GetRequiredService<AuditLog>();
        var failed = await log.ReadAsync(Actor.Program, new(Action: AuditActions.SignInFailed), null, 100, default);
        Assert.Equal(11, failed.Count);
        Assert.All(failed, entry => Assert.Equal("127.0.0.1", entry.Address));
        Assert.All(
            failed,
            entry => Assert.DoesNotContain("guess", $"{entry.Before}{entry.After}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_locked_account_opens_to_a_browser_that_was_in_it_before()
    {
        await using var at = await At.StartAsync(("Auth:AttemptsPerMinute", "100"));
        var known = string.Join("; ", (await at.App.SignInAsync()).Select(c => $"{c.Name}={c.Value}"));
        for (var guess = 0; guess < 10; guess++)
            (await at.SignInAsync("a wrong password")).Dispose();

        using var stranger = await at.SignInAsync(TestApp.AdminPassword);
        using var owner = await at.SignInAsync(TestApp.AdminPassword, cookie: known);

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, owner.StatusCode);
    }

    [Fact]
    public async Task The_door_tells_nobody_who_has_an_account()
    {
        await using var at = await At.StartAsync(("Auth:AttemptsPerMinute", "100"));
        await at.App.SignInAsync();
        for (var guess = 0; guess < 10; guess++)
            (await at.SignInAsync("a wrong password")).Dispose();

        using var locked = await at.SignInAsync("a wrong password");
        using var nobody = await at.FormAsync("sign-in", null, ("email", "nobody@example.org"), ("password", "x"));

        Assert.Equal(await ProblemAsync(nobody), await ProblemAsync(locked));

        static async Task<string> ProblemAsync(HttpResponseMessage answer)
        {
            var page = await answer.Content.ReadAsStringAsync();
            return page[page.IndexOf("role=\"alert\"", StringComparison.Ordinal)..].Split('<')[0];
        }
    }

    [Fact]
    public async Task Who_signs_out_is_out_and_every_form_is_answered_while_the_database_is_away()
    {
        await using var at = await At.StartAsync();
        var cookie = await at.CookieAsync();
        (await at.FormAsync("sign-out", await at.CookieAsync())).Dispose();
        var log = at.App.Services.GetRequiredService<AuditLog>();
        using (var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while ((await log.ReadAsync(Actor.Program, new(Action: AuditActions.SignOut), null, 1, default)) is [])
                await look.WaitForNextTickAsync(patience.Token);
        }
        await at.BreakAsync();

        using var signOut = await at.FormAsync("sign-out", cookie);
        using var signIn = await at.SignInAsync(TestApp.AdminPassword);
        using var change = await at.FormAsync("account/password", cookie, ("current", "x"), ("password", "y"));

        Assert.Equal("/sign-in#left", signOut.Headers.Location?.OriginalString);
        Assert.Contains(
            signOut.Headers.GetValues("Set-Cookie"),
            set => set.StartsWith("datasync=;", StringComparison.Ordinal)
        );
        foreach (var failed in new[] { signIn, change })
        {
            Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
            Assert.Contains(
                "Go back and try again",
                await failed.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_form_sent_after_the_sign_in_has_ended_leads_to_sign_in()
    {
        await using var at = await At.StartAsync();
        await at.App.SignInAsync();

        using var form = await at.FormAsync("sign-out", null, ("any", "field"));
        using var script = await at.SendAsync(HttpMethod.Post, "sign-out", null, ("Origin", at.Origin));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), (form.StatusCode, script.StatusCode));
        Assert.Equal("/sign-in", form.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task A_token_wins_over_a_cookie_and_a_bad_one_is_no_better_than_none()
    {
        await using var at = await At.StartAsync();
        var cookie = await at.CookieAsync();
        var relay = await at.App.Services.AddTokenAsync(null);

        using var lesser = await at.SendAsync(
            HttpMethod.Get,
            "data-sync",
            cookie,
            ("Authorization", $"Bearer {relay}")
        );
        using var bad = await at.SendAsync(HttpMethod.Get, "data-sync", cookie, ("Authorization", "Bearer nonsense"));
        using var good = await at.SendAsync(
            HttpMethod.Get,
            "data-sync",
            null,
            ("Authorization", $"Bearer {TestApp.AdminToken}")
        );

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (lesser.StatusCode, bad.StatusCode, good.StatusCode)
        );
    }

    [Fact]
    public async Task Every_page_tells_the_browser_what_to_refuse()
    {
        await using var at = await At.StartAsync();
        using var answer = await at.SendAsync(HttpMethod.Get, "sign-in", null);

        var csp = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", csp, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", csp, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", csp, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", csp, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Forwarded_headers_count_only_from_a_known_proxy()
    {
        await using var stranger = await At.StartAsync();
        await using var known = await At.StartAsync(("ReverseProxy:KnownProxies:0", "127.0.0.1"));

        async Task<string?> NotedAsync(At at)
        {
            await at.App.SignInAsync();
            (await at.SignInAsync("wrong", forwardedFor: "203.0.113.5")).Dispose();
            var log = at.App.Services.GetRequiredService<AuditLog>();
            var failed = await log.ReadAsync(Actor.Program, new(Action: AuditActions.SignInFailed), null, 1, default);
            return failed[0].Address;
        }

        Assert.Equal("127.0.0.1", await NotedAsync(stranger));
        Assert.Equal("203.0.113.5", await NotedAsync(known));
    }

    [Fact]
    public async Task The_set_up_link_works_once_and_only_while_there_is_no_account()
    {
        await using var at = await At.StartAsync(
            ("Auth:Bootstrap:Email", null),
            ("Auth:Bootstrap:Password", null),
            ("Auth:Bootstrap:ApiToken", null)
        );
        var bootstrap = at.App.Services.GetRequiredService<Bootstrap>();
        var announced = new TaskCompletionSource<string>();
        bootstrap.Announce = key => announced.TrySetResult(key);
        var directory = at.App.Services.GetRequiredService<AccessDirectory>();
        await directory.ReloadAsync(default);
        await bootstrap.RunAsync(default);
        var key = await announced.Task;

        using var made = await at.FormAsync(
            "set-up",
            null,
            ("key", "made-up"),
            ("email", "x@example.org"),
            ("password", "long enough words")
        );
        using var right = await at.FormAsync(
            "set-up",
            null,
            ("key", key),
            ("email", "x@example.org"),
            ("password", "long enough words")
        );
        using var again = await at.FormAsync(
            "set-up",
            null,
            ("key", key),
            ("email", "y@example.org"),
            ("password", "long enough words")
        );

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.Redirect, HttpStatusCode.BadRequest),
            (made.StatusCode, right.StatusCode, again.StatusCode)
        );
        Assert.Equal("x@example.org", Assert.Single(await AccountsAsync(at)));
    }

    [Fact]
    public async Task A_changed_password_ends_what_was_signed_in_before_and_so_does_signing_out_everywhere()
    {
        const string next = "another long password";
        await using var at = await At.StartAsync();
        var (elsewhere, here) = (await at.CookieAsync(), await at.CookieAsync());

        using var wrong = await at.FormAsync("account/password", here, ("current", "not it"), ("password", next));
        using var weak = await at.FormAsync(
            "account/password",
            here,
            ("current", TestApp.AdminPassword),
            ("password", "short")
        );
        using var changed = await at.FormAsync(
            "account/password",
            here,
            ("current", TestApp.AdminPassword),
            ("password", next)
        );
        using var old = await at.SendAsync(HttpMethod.Get, "data-sync", elsewhere);
        var renewed = string.Join("; ", changed.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));
        using var mine = await at.SendAsync(HttpMethod.Get, "data-sync", renewed);
        using var everywhere = await at.FormAsync("account/sign-out-everywhere", renewed);
        using var after = await at.SendAsync(HttpMethod.Get, "data-sync", renewed);

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK),
            (wrong.StatusCode, weak.StatusCode, changed.StatusCode)
        );
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (old.StatusCode, mine.StatusCode));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (everywhere.StatusCode, after.StatusCode));
        Assert.Equal(HttpStatusCode.Redirect, (await at.SignInAsync(next)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_changed_password_changes_nothing_about_how_long_one_is_kept_signed_in(bool keep)
    {
        await using var at = await At.StartAsync();
        await at.App.SignInAsync();
        using var signIn = await at.SignInAsync(TestApp.AdminPassword, ("keep", keep ? "true" : "false"));
        var cookie = string.Join("; ", signIn.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));

        using var changed = await at.FormAsync(
            "account/password",
            cookie,
            ("current", TestApp.AdminPassword),
            ("password", "another long password")
        );

        var renewed = changed
            .Headers.GetValues("Set-Cookie")
            .Single(set => set.StartsWith("datasync=", StringComparison.Ordinal));
        Assert.Equal(keep, renewed.Contains("expires=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_demo_answers_to_this_machines_own_name_only()
    {
        await using var demo = await DataSyncApp.CreateAsync(["--demo", "--urls", "http://127.0.0.1:0"], _ => { });
        await demo.StartAsync();
        var url = demo
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        async Task<HttpStatusCode> GetAsync(string? host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/favicon.svg");
            request.Headers.Host = host;
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("rebound.example"));
        Assert.NotEqual(HttpStatusCode.Forbidden, await GetAsync(null));
        await demo.StopAsync();
    }

    private static async Task<IEnumerable<string>> AccountsAsync(At at)
    {
        var rows = await at.App.Services.GetRequiredService<AccountService>().ListAsync(Actor.Program, default);
        return rows.Select(row => row.Email);
    }

    /// <summary>A program of its own, and what a browser or a script would send it.</summary>
    private sealed class At(TestDatabase database, TestApp app) : IAsyncDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = app.Url,
        };

        public TestApp App => app;

        public string Origin => app.Url.GetLeftPart(UriPartial.Authority);

        public static async Task<At> StartAsync(params (string, string?)[] settings)
        {
            var data = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
            var program = await TestApp.StartAsync(null, [.. data.Settings.Select(s => (s.Key, s.Value)), .. settings]);
            var at = new At(data, program);
            var directory = program.Services.GetRequiredService<AccessDirectory>();
            await program.UntilAsync(_ => directory.IsLoaded, "accounts read");
            return at;
        }

        /// <summary>What is done can be noted no longer, and accounts cannot be read.</summary>
        public async Task BreakAsync()
        {
            await using var db = await database.Factory.CreateDbContextAsync();
            await db.Database.ExecuteSqlRawAsync("DROP TABLE audit_log; ALTER TABLE accounts RENAME TO gone");
        }

        public async Task<string> CookieAsync() =>
            string.Join("; ", (await app.SignInAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));

        public Task<HttpResponseMessage> SendAsync(
            HttpMethod method,
            string path,
            string? cookie,
            params (string Name, string Value)[] headers
        )
        {
            var request = new HttpRequestMessage(method, path);
            if (cookie is not null)
                request.Headers.Add("Cookie", cookie);
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            return http.SendAsync(request);
        }

        public Task<HttpResponseMessage> SignInAsync(
            string password,
            (string, string)? more = null,
            string? cookie = null,
            string? forwardedFor = null
        ) =>
            FormAsync(
                "sign-in",
                cookie,
                [
                    ("email", TestApp.AdminEmail),
                    ("password", password),
                    .. more is { } one ? [one] : Array.Empty<(string, string)>(),
                ],
                forwardedFor
            );

        public Task<HttpResponseMessage> FormAsync(
            string path,
            string? cookie,
            params (string Name, string Value)[] fields
        ) => FormAsync(path, cookie, fields, null);

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.DisposeAsync();
            await database.DisposeAsync();
        }

        private Task<HttpResponseMessage> FormAsync(
            string path,
            string? cookie,
            (string Name, string Value)[] fields,
            string? forwardedFor
        )
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            };
            request.Headers.Add("Origin", Origin);
            if (cookie is not null)
                request.Headers.Add("Cookie", cookie);
            if (forwardedFor is not null)
                request.Headers.Add("X-Forwarded-For", forwardedFor);
            return http.SendAsync(request);
        }
    }
}

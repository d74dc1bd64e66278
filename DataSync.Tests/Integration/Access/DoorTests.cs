using System.Net;
using System.Net.WebSockets;
using DataSync.Core.Access;
using DataSync.Tests.Support;
using DataSync.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>The defences before the pages, over HTTP. Each test is of one of them.</summary>
public sealed class DoorTests
{
    private const string Evil = "https://evil.example";

    [Fact]
    public async Task Another_sites_page_can_change_nothing()
    {
        await using var at = await Door.StartAsync();
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
        await using var at = await Door.StartAsync();
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
        await using var at = await Door.StartAsync();
        await at.App.SignInAsync();

        using var answer = await at.SignInAsync(TestApp.AdminPassword, ("returnUrl", wanted));

        Assert.Equal(target, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_token_wins_over_a_cookie_and_a_bad_one_is_no_better_than_none()
    {
        await using var at = await Door.StartAsync();
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
        await using var at = await Door.StartAsync();
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
        await using var stranger = await Door.StartAsync();
        await using var known = await Door.StartAsync(("ReverseProxy:KnownProxies:0", "127.0.0.1"));

        async Task<string?> NotedAsync(Door at)
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
}

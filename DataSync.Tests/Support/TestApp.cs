using System.Collections.Concurrent;
using System.Diagnostics;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Triggers;
using DataSync.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataSync.Tests.Support;

/// <summary>The whole program in this process, on a random loopback port, against a given n8n and database.</summary>
public sealed class TestApp : IAsyncDisposable
{
    public const string AdminEmail = "admin@example.org";
    public const string AdminPassword = "correct horse battery";
    public const string AdminToken = "dsync_a-token-of-the-tests-0123456789abcdef";

    private static readonly ConcurrentDictionary<string, TestApp> Running = new(StringComparer.Ordinal);
    private readonly WebApplication app;

    private TestApp(WebApplication app) => this.app = app;

    /// <summary>The one that listens there; null: some other program.</summary>
    public static TestApp? At(Uri url) => Running.GetValueOrDefault(url.Authority);

    public IServiceProvider Services => app.Services;

    public LiveBoard Board => Services.GetRequiredService<LiveBoard>();

    public Uri Url =>
        new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="settings">Configuration keys as in the documentation; later ones win.</param>
    public static Task<TestApp> StartAsync(TimeProvider? time, params (string Key, string? Value)[] settings) =>
        StartAsync(time, null, settings);

    /// <param name="log">Keeps every line at the lowest level.</param>
    public static async Task<TestApp> StartAsync(
        TimeProvider? time,
        ILoggerProvider? log,
        params (string Key, string? Value)[] settings
    )
    {
        var program = await DataSyncApp.CreateAsync(
            [],
            builder =>
            {
                var given = settings.FirstOrDefault(s => s.Key == "urls").Value;
                builder.WebHost.UseUrls(given ?? "http://127.0.0.1:0");
                builder.Logging.ClearProviders();
                if (log is not null)
                    builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter(null, LogLevel.Trace).AddProvider(log);
                builder.Configuration.AddInMemoryCollection(
                    Access
                        .Concat(settings)
                        .GroupBy(s => s.Key)
                        .Select(same => KeyValuePair.Create(same.Key, same.Last().Value))
                );
                if (time is not null)
                    builder.Services.AddSingleton(time);
            }
        );
        await program.StartAsync();
        var app = new TestApp(program);
        Running[app.Url.Authority] = app;
        return app;
    }

    /// <summary>Somebody is to be told.</summary>
    public Task SubscribeAsync(params IEnumerable<Subscription> subscriptions) =>
        Services
            .GetRequiredService<RecipientService>()
            .SaveAsync(Actor.Program, null, "ops@example.org", null, [.. subscriptions], default);

    /// <summary>A browser's cookies after signing in through the form.</summary>
    public async Task<IReadOnlyList<System.Net.Cookie>> SignInAsync(
        string email = AdminEmail,
        string password = AdminPassword
    )
    {
        var access = Services.GetRequiredService<AccessDirectory>();
        for (var patience = Stopwatch.StartNew(); !access.HasAccounts; )
        {
            Assert.True(patience.Elapsed.TotalSeconds < 30, "no account came to be");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        var jar = new System.Net.CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = jar, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = Url };
        using var form = new FormUrlEncodedContent([new("email", email), new("password", password)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "sign-in") { Content = form };
        request.Headers.Add("Origin", Url.GetLeftPart(UriPartial.Authority));
        using var answer = await http.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return [.. jar.GetAllCookies().Cast<System.Net.Cookie>()];
    }

    /// <summary>Settings that point the program at <paramref name="n8n"/>, with passes quick enough for a test.</summary>
    public static (string, string?)[] For(TestN8n n8n, TestDatabase database, params (string, string?)[] more) =>
        [
            ("N8n:BaseUrl", n8n.BaseUrl),
            ("N8n:ApiKey", n8n.ApiKey),
            ("N8n:RequestsPerMinute", "6000"),
            ("N8n:AttemptTimeout", "00:00:02"),
            ("Polling:LiveInterval", "00:00:00.250"),
            .. database.Settings.Select(s => (s.Key, s.Value)),
            .. more,
        ];

    /// <summary>Settings that make the first administrator and their token.</summary>
    public static readonly IReadOnlyList<(string Key, string? Value)> Access =
    [
        ("Auth:Bootstrap:Email", AdminEmail),
        ("Auth:Bootstrap:Password", AdminPassword),
        ("Auth:Bootstrap:ApiToken", AdminToken),
    ];

    /// <summary>Waits until the board shows what is expected; fails with what it showed last.</summary>
    public async Task<BoardSnapshot> UntilAsync(Func<BoardSnapshot, bool> expected, string what, int seconds = 30)
    {
        var patience = Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            var board = Board.Current;
            if (expected(board))
                return board;
        } while (await look.WaitForNextTickAsync() && patience.Elapsed.TotalSeconds < seconds);
        throw new TimeoutException($"Not within {seconds} s: {what}. The board: {Board.Current}");
    }

    /// <summary>Waits until something that was asked for under this id has ended, however.</summary>
    public Task<TriggerView> EndedAsync(string triggerId, int seconds = 30) =>
        UntilAsync(triggerId, found => !found.IsOpen, seconds);

    /// <summary>Waits until something that was asked for under this id is as expected; fails with what it was last.</summary>
    public async Task<TriggerView> UntilAsync(string triggerId, Func<TriggerView, bool> expected, int seconds = 30)
    {
        var desk = Services.GetRequiredService<TriggerDesk>();
        var found = new TaskCompletionSource<TriggerView>(TaskCreationOptions.RunContinuationsAsynchronously);
        desk.Changed += Look;
        Look(null, EventArgs.Empty);
        try
        {
            return await found.Task.WaitAsync(TimeSpan.FromSeconds(seconds));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Not within {seconds} s: {Current()}", late);
        }
        finally
        {
            desk.Changed -= Look;
        }

        void Look(object? sender, EventArgs none)
        {
            if (Current() is { } trigger && expected(trigger))
                found.TrySetResult(trigger);
        }

        TriggerView? Current() => desk.Current.FirstOrDefault(one => one.TriggerId == triggerId);
    }

    public async ValueTask DisposeAsync()
    {
        Running.TryRemove(new(Url.Authority, this));
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

using System.Diagnostics;
using DataSync.Core.Live;
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
    private readonly WebApplication app;

    private TestApp(WebApplication app) => this.app = app;

    public IServiceProvider Services => app.Services;

    public LiveBoard Board => Services.GetRequiredService<LiveBoard>();

    public Uri Url =>
        new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="settings">Configuration keys as in the documentation; later ones win.</param>
    public static async Task<TestApp> StartAsync(TimeProvider? time, params (string Key, string? Value)[] settings)
    {
        var program = await DataSyncApp.CreateAsync(
            [],
            builder =>
            {
                builder.WebHost.UseUrls("http://127.0.0.1:0");
                builder.Logging.ClearProviders();
                builder.Configuration.AddInMemoryCollection(
                    settings.GroupBy(s => s.Key).Select(same => KeyValuePair.Create(same.Key, same.Last().Value))
                );
                if (time is not null)
                    builder.Services.AddSingleton(time);
            }
        );
        await program.StartAsync();
        return new TestApp(program);
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

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

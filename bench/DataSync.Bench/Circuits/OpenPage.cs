using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench.Circuits;

/// <summary>A page that is alive, as far as the server can tell: it takes what is drawn and says so, and answers calls.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly BlazorPack Protocol = new();

    private readonly HubConnection connection;
    private readonly TaskCompletionSource drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Sought? sought;

    private OpenPage(HubConnection connection)
    {
        this.connection = connection;
        connection.On<long, byte[]>("JS.RenderBatch", DrawAsync);
        connection.On<long, string, string?, int, long, int>("JS.BeginInvokeJS", AnswerAsync);
        connection.On<long>("JS.EndUpdateRootComponents", _ => drawn.TrySetResult());
        connection.On<string>("JS.Error", error => Fail(new InvalidOperationException(error)));
        connection.Closed += failure =>
        {
            Fail(failure ?? new InvalidOperationException("The program closed the page"));
            return Task.CompletedTask;
        };
    }

    /// <param name="operations">JSON: what to bring to life.</param>
    /// <param name="state">What the prerendering left for it.</param>
    public static async Task<OpenPage> OpenAsync(
        Uri program,
        string page,
        string cookies,
        string operations,
        string state
    )
    {
        var builder = new HubConnectionBuilder().WithUrl(
            new Uri(program, "_blazor"),
            options =>
            {
                options.Headers["Cookie"] = cookies;
                // A negotiation leaves an idle connection behind, which is not the page's.
                options.SkipNegotiation = true;
                options.Transports = HttpTransportType.WebSockets;
            }
        );
        builder.Services.AddSingleton<IHubProtocol>(Protocol);
        var open = new OpenPage(builder.Build());
        await open.connection.StartAsync();
        var circuit = await open.connection.InvokeAsync<string?>(
            "StartCircuit",
            program.ToString(),
            new Uri(program, page).ToString(),
            "[]",
            state
        );
        if (circuit is null)
            throw new InvalidOperationException("The program began no circuit");
        await open.connection.SendAsync("UpdateRootComponents", operations, state);
        await open.drawn.Task.WaitAsync(Patience);
        return open;
    }

    /// <summary>When it is first sent something to draw that has a text; a <see cref="Stopwatch"/> timestamp.</summary>
    public Task<long> SeesAsync(string text)
    {
        var next = new Sought(Encoding.UTF8.GetBytes(text));
        sought = next;
        return next.Seen.Task.WaitAsync(Patience);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private Task DrawAsync(long batch, byte[] data)
    {
        if (sought is { } now && data.AsSpan().IndexOf(now.Text) >= 0)
            now.Seen.TrySetResult(Stopwatch.GetTimestamp());
        return connection.SendAsync("OnRenderCompleted", batch, (string?)null);
    }

    /// <param name="kind">1: a reference to an object is expected.</param>
    private Task AnswerAsync(long call, string what, string? arguments, int kind, long target, int how) =>
        connection.SendAsync(
            "EndInvokeJSFromDotNet",
            call,
            true,
            kind == 1 ? $"[{call},true,{{\"__jsObjectId\":1}}]" : $"[{call},true,null]"
        );

    private void Fail(Exception failure)
    {
        drawn.TrySetException(failure);
        sought?.Seen.TrySetException(failure);
    }

    private sealed record Sought(byte[] Text)
    {
        public TaskCompletionSource<long> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

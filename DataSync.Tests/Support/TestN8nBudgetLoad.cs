using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Support;

/// <summary>What became of one simulated request; times are seconds since the simulation began.</summary>
public sealed record SimulatedRequest(RequestPriority Priority, double AskedAt)
{
    public double? SentAt { get; set; }

    /// <summary>Place among all that were sent; tells apart what went out at the same time.</summary>
    public int Order { get; set; }
    public double? ArrivedAt { get; set; }
    public double? AnsweredAt { get; set; }
    public bool Failed { get; set; }
}

/// <summary>
/// Runs load against the real <see cref="RequestBudget"/> in simulated time, on one thread: after every step of the
/// clock all that can run has run, so that the same load always ends the same way.
/// </summary>
public sealed class TestN8nBudgetLoad : SynchronizationContext, IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider time = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Queue<(SendOrPostCallback, object?)> ready = [];
    private readonly DbContextOptions<DataSyncDbContext> database;
    private readonly SqliteConnection connection = new("Data Source=:memory:");
    private readonly int limit;
    private readonly List<SimulatedRequest> requests = [];
    private readonly List<Task> tasks = [];
    private int sent;
    private CancellationTokenSource process = new();

    public TestN8nBudgetLoad(int limit)
    {
        this.limit = limit;
        connection.Open();
        database = new DbContextOptionsBuilder<DataSyncDbContext>().UseSqlite(connection).Options;
        using (var context = new DataSyncDbContext(database))
            context.Database.EnsureCreated();
        Budget = Begin();
    }

    public RequestBudget Budget { get; private set; }
    public IReadOnlyList<SimulatedRequest> Requests => requests;
    public double Now { get; private set; }

    /// <summary>Kills the process and starts the next one: what was under way has reached n8n, nobody hears the answer.</summary>
    public void Restart()
    {
        process.Cancel();
        Drain();
        process.Dispose();
        process = new();
        Budget.Dispose();
        Budget = Begin();
    }

    /// <summary>Begins a request; <paramref name="arrival"/> is the part of the latency after which it reaches n8n.</summary>
    public Task Send(
        RequestPriority priority,
        double latency,
        double arrival = 0.5,
        bool fails = false,
        CancellationToken givenUp = default
    )
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = SendAsync(new(priority, Now), latency, arrival, fails, process.Token, givenUp);
            tasks.Add(task);
            return task;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Lets time pass; <paramref name="each"/> is called at every step.</summary>
    public void Run(double seconds, Action<double>? each = null)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            for (var end = Now + seconds; Now < end - 1e-9; )
            {
                each?.Invoke(Now);
                Drain();
                time.Advance(Step);
                Now = Math.Round(Now + Step.TotalSeconds, 3);
                Drain();
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
        foreach (var broken in tasks.Where(task => task.IsFaulted))
            throw new AggregateException(broken.Exception!);
    }

    public static DateTime Utc(double seconds) =>
        new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (ready)
        {
            ready.Enqueue((d, state));
        }
    }

    public void Dispose()
    {
        process.Dispose();
        Budget.Dispose();
        connection.Dispose();
    }

    private RequestBudget Begin() =>
        new(
            Options.Create(new N8nOptions { RequestsPerMinute = limit }),
            new Factory(database),
            time,
            NullLogger<RequestBudget>.Instance
        );

    private async Task SendAsync(
        SimulatedRequest request,
        double latency,
        double arrival,
        bool fails,
        CancellationToken killed,
        CancellationToken givenUp
    )
    {
        requests.Add(request);
        var budget = Budget;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(killed, givenUp);
        try
        {
            var permit = await budget.TakeAsync(request.Priority, either.Token);
            (request.SentAt, request.Order) = (Now, ++sent);
            request.ArrivedAt = Now;
            await Task.Delay(TimeSpan.FromSeconds(latency * arrival), time, killed);
            request.ArrivedAt = Now;
            await Task.Delay(TimeSpan.FromSeconds(latency * (1 - arrival)), time, killed);
            request.AnsweredAt = Now;
            request.Failed = fails;
            await budget.AnsweredAsync(permit);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (request.SentAt is not null)
                request.ArrivedAt = request.AnsweredAt = Now;
        }
    }

    private void Drain()
    {
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (ready)
            {
                if (!ready.TryDequeue(out next))
                    return;
            }
            next.Callback(next.State);
        }
    }

    private sealed class Factory(DbContextOptions<DataSyncDbContext> options) : IDbContextFactory<DataSyncDbContext>
    {
        public DataSyncDbContext CreateDbContext() => new(options);
    }
}

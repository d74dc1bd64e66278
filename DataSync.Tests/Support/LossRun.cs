using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit.Sdk;

namespace DataSync.Tests.Support;

/// <summary>Plays one <see cref="LossCase"/> with the real client over HTTP, then compares our table with what n8n showed.</summary>
public sealed class LossRun : IAsyncDisposable
{
    private const int MostToFollow = 80;
    private static readonly HttpClient Http = new();
    private readonly TestN8n n8n;
    private readonly TestDatabase database;
    private readonly LossModel model;
    private readonly Mistake? mistake;
    private ServiceProvider ours;
    private Queue<Asked> script = new();
    private CancellationTokenSource life = new();

    private readonly HashSet<TestN8nShown> onlyOnce = [];

    private LossRun(TestN8n n8n, TestDatabase database, Mistake? mistake)
    {
        (this.n8n, this.database, this.mistake) = (n8n, database, mistake);
        model = new LossModel(n8n, database.Clock);
        ours = NewLife();
        n8n.FaultFor = _ => Meet();
    }

    /// <param name="sweep">Whether everything may be read again at the end, as happens once a day.</param>
    /// <param name="mistake">Planted, to see it found.</param>
    public static async Task PlayAsync(LossCase played, bool sweep, Mistake? mistake = null)
    {
        var data = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        var server = await TestN8n.StartAsync(data.Clock);
        (server.Line, server.Uuids, server.MostRows) = (played.Line, played.Uuids, played.MostRows);
        await using var run = new LossRun(server, data, mistake);
        foreach (var step in played.Steps)
            await run.PlayAsync(step);
        await run.SettleAsync(sweep);
        await run.CompareAsync(retriesToo: sweep);
    }

    public async ValueTask DisposeAsync()
    {
        life.Dispose();
        await ours.DisposeAsync();
        await n8n.DisposeAsync();
        await database.DisposeAsync();
    }

    private ServiceProvider NewLife() => Services(n8n, database, mistake);

    /// <summary>What looks at n8n, without the budget: time does not pass by itself here.</summary>
    public static ServiceProvider Services(TestN8n n8n, TestDatabase database, Mistake? mistake = null) =>
        database.NewServices(services =>
        {
            services.AddSingleton(_ => new N8nClient(
                Http,
                new NoOtherClient(),
                Options.Create(new N8nOptions { BaseUrl = n8n.BaseUrl, ApiKey = n8n.ApiKey }),
                database.Clock,
                NullLogger<N8nClient>.Instance
            ));
            services.AddSingleton<N8nAbilities>().AddSingleton<StoredExecutions>().AddSingleton<ExecutionPages>();
            services.AddSingleton<WorkflowService>().AddSingleton<PassMetrics>().AddSingleton<PollPass>();
            services.AddSingleton<HistoryReader>().AddSingleton<DetailReader>().AddRollups();
            if (mistake is { TrustIds: true })
                services.AddSingleton(all => new ExecutionIngestor(
                    all.GetRequiredService<WriteTransaction>(),
                    [],
                    all.GetRequiredService<IngestMetrics>(),
                    database.Clock,
                    NullLogger<ExecutionIngestor>.Instance
                )
                {
                    TrustIds = true,
                });
        });

    private async Task PlayAsync(LossStep step)
    {
        database.Clock.Advance(TimeSpan.FromSeconds(step.Seconds));
        foreach (var change in step.Before)
            model.Make(change);
        script = new Queue<Asked>(step.Requests);
        await LookAsync(step.Look);
        script.Clear();
    }

    private async Task LookAsync(Look look)
    {
        var shown = Told().ToHashSet();
        try
        {
            await (
                look switch
                {
                    Look.Live => Ours<PollPass>().RunAsync(PassKind.Live, RequestPriority.Live, life.Token),
                    Look.Full => Ours<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, life.Token),
                    Look.History => Ours<HistoryReader>().ReadPageAsync(life.Token),
                    Look.Details => Ours<DetailReader>().ReadSomeAsync(life.Token),
                    _ => life.CancelAsync(),
                }
            );
        }
        catch (Exception failure) when (failure is N8nException || life.IsCancellationRequested)
        {
            // The program tries again at its next look, or was killed.
        }
        if (mistake is not null)
            await mistake.MakeAsync(database);
        if (!life.IsCancellationRequested)
            return;
        // Killed between an answer and its commit: it is read again, if n8n still has it.
        onlyOnce.UnionWith(Told().Except(shown));
        await ours.DisposeAsync();
        life.Dispose();
        (ours, life) = (NewLife(), new CancellationTokenSource());
    }

    private IEnumerable<TestN8nShown> Told() =>
        n8n.Shown.Where(e => e.Told).Select(e => e with { RetrySuccessId = null });

    private TestN8nFault? Meet()
    {
        if (!script.TryDequeue(out var request))
            return null;
        foreach (var change in request.Before)
            model.Make(change);
        if (request.Fate == Fate.Killed)
            life.Cancel();
        return request.Fate switch
        {
            Fate.Answered => null,
            Fate.ServerError => TestN8nFault.ServerError,
            Fate.Html => TestN8nFault.Html,
            Fate.Truncated => TestN8nFault.Truncated,
            Fate.Unauthorised => TestN8nFault.Unauthorized,
            _ => TestN8nFault.Down,
        };
    }

    private async Task SettleAsync(bool sweep)
    {
        model.BeginQueued();
        // Where open ones have to be asked for one by one, that takes up to a quarter of an hour each.
        if (n8n.Line == TestN8nLine.One)
            await QuietAsync(24, TimeSpan.FromMinutes(16));
        else
            await QuietAsync(12, TimeSpan.FromSeconds(70));
        // Pages of two rows leave a pass as little as one single question, and a long life leaves many to ask.
        for (var pass = 0; pass < MostToFollow && await FollowsEndedAsync(); pass++)
            await QuietAsync(1, TimeSpan.FromMinutes(16));
        if (sweep)
        {
            database.Clock.Advance(TimeSpan.FromHours(25));
            await QuietAsync(2, TimeSpan.FromSeconds(70));
        }
    }

    /// <summary>Whether an execution we follow as open is so no longer.</summary>
    private async Task<bool> FollowsEndedAsync()
    {
        var open = n8n.Executions.Where(e => e.IsOpen).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        return (await RowsAsync()).Any(r => r.Status == ExecutionStatus.Running && !open.Contains(r.N8nExecutionId));
    }

    private async Task QuietAsync(int passes, TimeSpan apart)
    {
        for (var pass = 0; pass < passes; pass++)
        {
            database.Clock.Advance(apart);
            await Ours<PollPass>()
                .RunAsync(pass % 4 == 0 ? PassKind.Full : PassKind.Live, RequestPriority.Live, default);
            for (var page = 0; await Ours<HistoryReader>().ReadPageAsync(default); page++)
                Check(page < 500, "history is read without end");
        }
    }

    /// <param name="retriesToo">That an old failure was retried well is only read with everything else.</param>
    private async Task CompareAsync(bool retriesToo)
    {
        var before = await RowsAsync();
        var closed = before.Where(r =>
            r.Status != ExecutionStatus.Running && r.N8nStatus is not ExecutionIngestor.Gone
        );
        var have = closed.Select(row => Describe(row, retriesToo: false)).Order(StringComparer.Ordinal).ToList();
        // What it has must be known too: who never asks is never shown.
        var there = n8n.Executions.Where(e => !e.IsOpen).Select(e => TestN8nShown.Of(e, told: true)).ToList();
        var want = n8n
            .Shown.Where(e => e.Told && !onlyOnce.Contains(e with { RetrySuccessId = null }))
            .Concat(there)
            .Select(shown => Describe(shown, retriesToo: false))
            .ToHashSet(StringComparer.Ordinal);
        var lost = want.Except(have, StringComparer.Ordinal).ToList();
        // A later retry is told by what n8n still has; of another life it can no longer be asked.
        if (retriesToo)
            lost.AddRange(
                there
                    .Select(shown => Describe(shown, true))
                    .Except(closed.Select(row => Describe(row, true)), StringComparer.Ordinal)
            );
        var shownEver = n8n.Shown.Select(shown => Describe(shown, retriesToo: false));
        var strange = have.Except(shownEver, StringComparer.Ordinal).ToList();
        Check(lost.Count == 0, $"lost: {string.Join("; ", lost)}; instead: {string.Join("; ", strange)}");
        Check(strange.Count == 0, $"never so in n8n: {string.Join("; ", strange)}");
        Check(have.Distinct(StringComparer.Ordinal).Count() == have.Count, $"doubled: {string.Join("; ", have)}");
        var open = before
            .Where(r => r.Status == ExecutionStatus.Running)
            .Select(r => r.N8nExecutionId)
            .Order(StringComparer.Ordinal)
            .ToList();
        var openThere = n8n.Executions.Where(e => e.IsOpen).Select(e => e.Id).Order(StringComparer.Ordinal).ToList();
        var wrong = open.Except(openThere, StringComparer.Ordinal).ToList();
        Check(wrong.Count == 0, $"not open in n8n: {string.Join(' ', wrong)}");
        // Where n8n lists none before its end, only what has an id below the newest known is sure to be found.
        // One restored to before its end is told from the ended one when it ends again.
        var ended = n8n.Shown.Select(e => e.Id);
        var unseen = openThere.Except(open, StringComparer.Ordinal).Except(ended, StringComparer.Ordinal).ToList();
        Check(unseen.Count == 0 || n8n.Line == TestN8nLine.One, $"open in n8n: {string.Join(' ', unseen)}");

        // Where n8n lists none before its end, those behind the newest known are found two a pass.
        for (var pass = 0; n8n.Line == TestN8nLine.One && pass < MostToFollow && await ChangesAsync(); pass++) { }
        Check(!await ChangesAsync(), "reading it all again changed something");
    }

    private async Task<bool> ChangesAsync()
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var change = (await db.Checkpoints.AsNoTracking().SingleAsync()).ChangeSeq;
        await QuietAsync(1, TimeSpan.FromSeconds(70));
        return change != (await db.Checkpoints.AsNoTracking().SingleAsync()).ChangeSeq;
    }

    private async Task<List<WorkflowExecution>> RowsAsync()
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return await db.Executions.AsNoTracking().ToListAsync();
    }

    private T Ours<T>()
        where T : notnull => ours.GetRequiredService<T>();

    private static string Describe(WorkflowExecution row, bool retriesToo) =>
        $"{row.N8nExecutionId} {row.WorkflowId} {row.Status} {row.EndTime:HH:mm:ss.fff} {(retriesToo ? row.RetrySuccessId : null)}";

    private static string Describe(TestN8nShown shown, bool retriesToo) =>
        $"{shown.Id} {shown.WorkflowId} {Map(shown.Status)} {shown.StoppedAt:HH:mm:ss.fff} {(retriesToo ? shown.RetrySuccessId : null)}";

    private static ExecutionStatus Map(string status) =>
        status switch
        {
            "success" => ExecutionStatus.Success,
            "canceled" => ExecutionStatus.Cancelled,
            _ => ExecutionStatus.Failure,
        };

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw new XunitException(otherwise);
    }

    private sealed class NoOtherClient : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => throw new NotSupportedException("Only the API is asked here");
    }
}

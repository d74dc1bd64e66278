using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Core.Polling;

/// <summary>One look at n8n: reads what the plan asks for and stores each answer as it comes.</summary>
public sealed class PollPass(
    N8nClient n8n,
    N8nAbilities abilities,
    ExecutionPages pages,
    ExecutionIngestor ingestor,
    StoredExecutions stored,
    WorkflowService workflows,
    CheckpointReader checkpoints,
    PassMetrics metrics,
    TimeProvider time
)
{
    /// <summary>Of the budget, what one pass may take at its own priority; the rest of it goes on as history.</summary>
    public const int MostRequests = 6;

    private const int FirstPage = 250;
    private const int LivePage = 100;

    /// <summary>Ids asked for beyond the newest, where n8n lists none before its end.</summary>
    private const int MostProbes = 2;
    private const int MostOpenPages = 20;
    private const int MostGenerations = 3;

    /// <summary>
    /// Throws <see cref="N8nException"/> when a request brought no answer: what was read until then is stored, the
    /// floor stays where it was.
    /// </summary>
    public Task RunAsync(PassKind kind, RequestPriority priority, CancellationToken cancellation) =>
        metrics.MeasureAsync(kind, () => LookUntilDoneAsync(kind, priority, cancellation));

    private async Task LookUntilDoneAsync(PassKind kind, RequestPriority priority, CancellationToken cancellation)
    {
        // Out of what is kept for people: beside three looks in a minute its pages are one request too many, and a look
        // would come so late that what happened is shown after more than the promised time.
        if (kind == PassKind.Full)
            await workflows.ReadRegistryAsync(RequestPriority.Person, cancellation);
        for (var look = 0; look < MostGenerations; look++)
        {
            // A new life of n8n makes void what this look has seen of the old one.
            if (await LookAsync(kind, priority, cancellation))
                return;
        }
        throw N8nFailures.AnotherEachTime();
    }

    internal static string? Contradicts(Checkpoint checkpoint, IReadOnlyList<N8nExecution> unknown) =>
        PollPlan.Contradiction(PollState.Read(checkpoint), unknown);

    /// <summary>False: a new generation began.</summary>
    private async Task<bool> LookAsync(PassKind kind, RequestPriority priority, CancellationToken cancellation)
    {
        var reading = new PassReading(time.GetUtcNow().UtcDateTime);
        var open = await stored.OpenAsync(cancellation);
        var tracked = open.Select(row => new OpenExecution(row.N8nExecutionId, row.Waiting)).ToArray();
        var checkpoint = await checkpoints.ReadAsync(cancellation);
        var state = PollPlan.Track(PollState.Read(checkpoint), tracked);
        var look = new Look(state, reading, priority, checkpoint.Generation, cancellation);

        var lists = kind == PassKind.Full || abilities.OpenRunsAreListed;
        if (!lists || await ReadOpenAsync("running", look))
            reading.SawRunning(state);
        await ReadPagesAsync(look);
        if (!abilities.OpenRunsAreListed)
        {
            reading.AskedWaiting = true;
            await ProbeAsync(look);
        }
        else if (kind == PassKind.Full || PollPlan.AskWaiting(state, reading))
        {
            reading.AskedWaiting = true;
            await ReadOpenAsync("waiting", look);
        }
        await AskSinglyAsync(look);
        if (look.Over)
            return false;
        var completed = await ingestor.IngestAsync(
            [],
            [],
            current => Complete(current, look, tracked, kind),
            cancellation
        );
        return completed.Generation == look.Generation;
    }

    /// <summary>False: there are more than are read.</summary>
    private async Task<bool> ReadOpenAsync(string status, Look look)
    {
        string? cursor = null;
        var requests = 0;
        do
        {
            var page = await pages.ReadOpenAsync(status, cursor, look.Priority, look.Cancellation);
            look.Left--;
            if (page is null)
                return true;
            look.Reading.SawOpen(page);
            await StoreAsync(page, look);
            requests++;
            cursor = page.NextCursor;
        } while (cursor is not null && requests < MostOpenPages);
        return cursor is null;
    }

    private async Task ReadPagesAsync(Look look)
    {
        var first = look.State.Passes == 0;
        do
        {
            var (page, requests) = await pages.ReadAsync(
                first ? FirstPage : LivePage,
                look.Reading.NextCursor,
                look.Priority,
                look.Cancellation
            );
            look.Left -= requests;
            look.Reading.SawPage(page);
            await StoreAsync(page, look);
        } while (!first && look.Left > 1 && !look.Over && !PollPlan.Reached(look.State, look.Reading));
    }

    /// <summary>Where n8n lists nothing before its end, the next ids may be running. That they are not proves nothing.</summary>
    private async Task ProbeAsync(Look look)
    {
        for (var probes = 0; probes < MostProbes; probes++)
        {
            if (PollPlan.NextId(look.State, look.Reading) is not { } id)
                return;
            if (await AskAsync($"{id}", look) is not { } found)
                return;
            look.Reading.Saw(found);
        }
    }

    private async Task AskSinglyAsync(Look look)
    {
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var one in PollPlan.Unlisted(look.State, look.Reading, now).Take(Math.Max(look.Left, 1)).ToArray())
        {
            N8nExecution? found;
            try
            {
                found = await AskAsync(one.Id, look);
            }
            catch (N8nException failure) when (failure.Condition is N8nCondition.ServerError or N8nCondition.NotAnN8n)
            {
                // One execution n8n cannot deliver says nothing about the others; it stays open and is asked for later.
                look.Left--;
                look.Reading.AskedSingly[one.Id] = PollPlan.AskLater(one, one.Waiting, now);
                continue;
            }
            if (found is null)
            {
                look.Reading.SawClosed(one.Id);
                if (!look.Over)
                    await ingestor.CloseGoneAsync(one.Id, look.Cancellation);
            }
            else if (found.IsOpen)
                look.Reading.AskedSingly[one.Id] = PollPlan.AskLater(one, found.IsWaiting, now);
            else
                look.Reading.Saw(found);
        }
    }

    private async Task<N8nExecution?> AskAsync(string id, Look look)
    {
        var answer = await n8n.GetExecutionAsync(id, includeData: false, look.Priority, look.Cancellation);
        look.Left--;
        if (answer is null)
            return null;
        await StoreAsync(new N8nExecutionPage([answer.Execution], null, []), look);
        return answer.Execution;
    }

    private async Task StoreAsync(N8nExecutionPage page, Look look)
    {
        var result = await ingestor.IngestAsync(page.Executions, page.Unreadable, null, look.Cancellation, Contradicts);
        look.Over |= result.Generation != look.Generation;
    }

    private static void Complete(Checkpoint checkpoint, Look look, OpenExecution[] tracked, PassKind kind)
    {
        if (checkpoint.Generation != look.Generation)
            return;
        PollPlan
            .Complete(PollPlan.Track(PollState.Read(checkpoint), tracked), look.Reading, checkpoint.KnownUntil)
            .Write(checkpoint);
        checkpoint.KnownUntil = look.Reading.StartedAt;
        if (kind == PassKind.Full)
            checkpoint.LastFullPassAt = look.Reading.StartedAt;
    }

    private sealed class Look(
        PollState state,
        PassReading reading,
        RequestPriority priority,
        int generation,
        CancellationToken cancellation
    )
    {
        public PollState State => state;
        public PassReading Reading => reading;
        public RequestPriority Priority => priority;
        public int Generation => generation;
        public CancellationToken Cancellation => cancellation;
        public int Left { get; set; } = MostRequests;

        /// <summary>A new generation began.</summary>
        public bool Over { get; set; }
    }
}

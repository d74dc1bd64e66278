using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Core.Polling;

/// <summary>
/// Reads the digests of finished executions, failures first. Several are read with one request, few at first and more as
/// the payloads prove small.
/// </summary>
public sealed class DetailReader(N8nClient n8n, PendingDetails waiting, ExecutionIngestor ingestor)
{
    private const int Candidates = 200;
    private const string Any = "";
    private const int MostPerPage = 25;
    private const int FirstPerPage = 4;
    private const long PageBytesWanted = 8 << 20;
    private const int MostTries = 3;

    private readonly Dictionary<string, int> perPage = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Failed> tries = new(StringComparer.Ordinal);
    private long successes;

    /// <summary>Spends one request. False: there is nothing left to read.</summary>
    public async Task<bool> ReadSomeAsync(CancellationToken cancellation)
    {
        var pending = await waiting.ReadAsync(Candidates, cancellation);
        if (pending.Count == 0)
        {
            tries.Clear();
            return false;
        }
        // What failed before comes after everything that did not.
        var first = pending.MinBy(p => tries.GetValueOrDefault(p.ExecutionId)?.Times ?? 0)!;
        var alone = tries.ContainsKey(first.ExecutionId);
        var id = PassReading.Number(first.N8nExecutionId);
        var (workflow, together) = alone || id is null ? (null, 1) : Widest(pending, first, id.Value);
        try
        {
            if (together > 1)
                await ReadPageAsync(workflow, id!.Value, pending, cancellation);
            else
                await ReadOneAsync(first, cancellation);
        }
        catch (N8nException failure)
            when (failure.Condition is N8nCondition.ServerError or N8nCondition.NotAnN8n or N8nCondition.Unreachable)
        {
            perPage[workflow ?? Any] = Math.Max(Size(workflow) / 2, 1);
            var failed = Tried(first);
            // Given up only when n8n delivered others meanwhile: then it is this one, not n8n.
            if (failed.Times >= MostTries && successes > failed.SuccessesBefore)
                await ingestor.StoreDetailsAsync([], [first.ExecutionId], cancellation);
            throw;
        }
        return true;
    }

    /// <summary>
    /// Whether a page of neighbours or one of the same workflow holds more of what is wanted. Many workflows that run each
    /// hour leave neighbours; one that runs each minute is better read by itself.
    /// </summary>
    private (string? Workflow, int Together) Widest(IReadOnlyList<PendingDetail> pending, PendingDetail first, long id)
    {
        var neighbours = pending.Count(p =>
            PassReading.Number(p.N8nExecutionId) is { } n && n <= id && n > id - Size(null)
        );
        var same = pending.Count(p => string.Equals(p.WorkflowId, first.WorkflowId, StringComparison.Ordinal));
        var ofWorkflow = Math.Min(same, Size(first.WorkflowId));
        return neighbours >= ofWorkflow ? (null, neighbours) : (first.WorkflowId, ofWorkflow);
    }

    private int Size(string? workflow) => perPage.GetValueOrDefault(workflow ?? Any, FirstPerPage);

    /// <param name="workflow">Null: of all workflows.</param>
    private async Task ReadPageAsync(
        string? workflow,
        long id,
        IReadOnlyList<PendingDetail> pending,
        CancellationToken cancellation
    )
    {
        var size = Size(workflow);
        var query = new N8nExecutionQuery(
            WorkflowId: workflow,
            Limit: size,
            Cursor: N8nClient.CursorBelow($"{id + 1}", size)
        );
        var page = await n8n.ListExecutionsWithDataAsync(query, RequestPriority.Detail, cancellation);
        var came = page.Details.Select(d => d.Execution.Id).ToHashSet(StringComparer.Ordinal);
        await ingestor.StoreDetailsAsync(page.Details, [], cancellation);
        successes++;
        // A list drops rows it cannot read: what should have come and did not is asked for singly.
        var lowest = page.Details.Min(d => PassReading.Number(d.Execution.Id)) ?? id;
        foreach (var one in pending)
        {
            var due =
                PassReading.Number(one.N8nExecutionId) is { } number
                && number >= lowest
                && number <= id
                && (workflow is null || string.Equals(one.WorkflowId, workflow, StringComparison.Ordinal));
            if (due && !came.Contains(one.N8nExecutionId))
                Tried(one);
        }
        var perExecution = page.BytesRead / Math.Max(page.Details.Count, 1);
        var fitting = (int)Math.Clamp(PageBytesWanted / Math.Max(perExecution, 1), 1, MostPerPage);
        perPage[workflow ?? Any] = Math.Min(fitting, size * 2);
    }

    private async Task ReadOneAsync(PendingDetail one, CancellationToken cancellation)
    {
        var detail = await n8n.GetExecutionAsync(
            one.N8nExecutionId,
            includeData: true,
            RequestPriority.Detail,
            cancellation
        );
        if (detail is null)
            await ingestor.StoreDetailsAsync([], [one.ExecutionId], cancellation);
        else
            await ingestor.StoreDetailsAsync([detail], [], cancellation);
        successes++;
        perPage[Any] = Math.Max(Size(null), 2);
        tries.Remove(one.ExecutionId);
    }

    private Failed Tried(PendingDetail one)
    {
        var before = tries.GetValueOrDefault(one.ExecutionId) ?? new Failed(0, successes);
        return tries[one.ExecutionId] = before with { Times = before.Times + 1 };
    }

    /// <param name="SuccessesBefore">Answers of n8n until the first failure.</param>
    private sealed record Failed(int Times, long SuccessesBefore);
}

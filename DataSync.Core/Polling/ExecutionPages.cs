using System.Net;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Polling;

/// <summary>
/// Reads n8n's lists of executions alike for every n8n. What a server can do is found by asking: before 1.113 open ones
/// are in no list, and rows have no status, so that failures have to be told from cancelled ones by a second list.
/// </summary>
public sealed class ExecutionPages(
    N8nClient n8n,
    N8nAbilities abilities,
    ExecutionIngestor ingestor,
    StoredExecutions stored
)
{
    /// <summary>The old list reads every row's payload: few at the top, more only where known ground is still to be met.</summary>
    private const int OldFirstPage = 20;
    private const int OldPage = 100;

    /// <summary>Null: this n8n does not list executions before their end.</summary>
    public async Task<N8nExecutionPage?> ReadOpenAsync(
        string status,
        string? cursor,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        try
        {
            var query = new N8nExecutionQuery(status, Limit: 250, Cursor: cursor);
            var page = await n8n.ListExecutionsAsync(query, priority, cancellation);
            abilities.OpenRunsAreListed = true;
            return page;
        }
        catch (N8nException refused) when (refused.Status == HttpStatusCode.BadRequest)
        {
            (abilities.OpenRunsAreListed, abilities.ListsTellStatus) = (false, false);
            return null;
        }
    }

    /// <summary>A page of the unfiltered list with the status of each row, and the requests it took.</summary>
    public async Task<(N8nExecutionPage Page, int Requests)> ReadAsync(
        int limit,
        string? cursor,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        if (!abilities.Known)
            await ReadOpenAsync("running", null, priority, cancellation);
        if (abilities.ListsTellStatus)
        {
            var page = await ListAsync(null, limit, cursor, priority, cancellation);
            if (page.Executions.All(row => row.Status is not null))
                return (page, 1);
            abilities.ListsTellStatus = false;
        }
        limit = Math.Min(limit, cursor is null ? OldFirstPage : OldPage);
        cursor = N8nClient.WithLimit(cursor, limit);
        // Failures first: what has ended by then and is not among them did not fail, even if n8n prunes it now.
        var failed = await ListAsync("error", limit, cursor, priority, cancellation);
        var failures = failed.Executions.Select(row => row with { Status = row.Status ?? "error" }).ToArray();
        await ingestor.IngestAsync(failures, failed.Unreadable, null, cancellation, PollPass.Contradicts);
        var rows = await ListAsync(null, limit, cursor, priority, cancellation);
        abilities.ListsTellStatus = rows.Executions is not [] && rows.Executions.All(row => row.Status is not null);

        // By its end, too: n8n may have begun another life since, in which the number means another execution.
        var words = failures.ToLookup(row => (row.Id, row.WorkflowId, row.StoppedAt), row => row.Status);
        var ended = await stored.EndedAsync([.. rows.Executions.Select(row => row.Id)], cancellation);
        var endings = ended.ToDictionary(row => row.N8nExecutionId, StringComparer.Ordinal);
        var told = rows
            .Executions.Select(row => row with { Status = row.Status ?? Word(row, words, endings) })
            .ToArray();
        // Stored before more is asked, should n8n be gone or another by then.
        await ingestor.IngestAsync(told, [], null, cancellation, PollPass.Contradicts);
        var from = await stored.FromAsync(cancellation);
        var requests = 2;
        for (var i = 0; i < told.Length; i++)
        {
            if (told[i].Status is not null || told[i].IsOpen || told[i].StartedAt < from)
                continue;
            // It ended just now, or it was cancelled.
            var answer = await n8n.GetExecutionAsync(told[i].Id, includeData: false, priority, cancellation);
            requests++;
            // Gone, or another end and so another execution by now: how it ended nobody knows, and it is not stored.
            if (answer is null || answer.Execution.StoppedAt != told[i].StoppedAt)
                continue;
            told[i] = told[i] with { Status = answer.Execution.Status ?? "canceled" };
            await ingestor.IngestAsync([told[i]], [], null, cancellation, PollPass.Contradicts);
        }
        return (rows with { Executions = told }, requests);
    }

    private Task<N8nExecutionPage> ListAsync(
        string? status,
        int limit,
        string? cursor,
        RequestPriority priority,
        CancellationToken cancellation
    ) => n8n.ListExecutionsAsync(new N8nExecutionQuery(status, Limit: limit, Cursor: cursor), priority, cancellation);

    private static string? Word(
        N8nExecution row,
        ILookup<(string, string?, DateTime?), string?> failures,
        Dictionary<string, EndedRow> endings
    ) =>
        row.IsOpen ? null
        : row.Finished ? "success"
        : failures[(row.Id, row.WorkflowId, row.StoppedAt)].FirstOrDefault() ?? Stored(row, endings);

    private static string? Stored(N8nExecution row, Dictionary<string, EndedRow> endings) =>
        endings.TryGetValue(row.Id, out var known)
        && row.StoppedAt is { } stopped
        && known.EndTime == UtcTime.Truncate(stopped)
            ? known.N8nStatus
            : null;
}

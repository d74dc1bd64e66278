using System.Globalization;
using DataSync.Core.N8n;

namespace DataSync.Core.Polling;

/// <summary>What one pass has seen so far. Used by one pass on one thread at a time.</summary>
public sealed class PassReading(DateTime startedAt)
{
    private readonly Dictionary<string, bool> open = new(StringComparer.Ordinal);
    private readonly HashSet<string> closed = new(StringComparer.Ordinal);

    /// <summary>UTC; the picture is true for this instant once the pass is complete.</summary>
    public DateTime StartedAt { get; } = startedAt;

    /// <summary>Listed and not finished; the value says whether waiting.</summary>
    public IReadOnlyDictionary<string, bool> Open => open;

    /// <summary>Listed as finished, or found by a single question to be finished or gone.</summary>
    public IReadOnlySet<string> Closed => closed;

    /// <summary>Waiting ones were listed, or no list of this n8n shows them.</summary>
    public bool AskedWaiting { get; set; }

    /// <summary>Lowest numeric id of the unfiltered pages read.</summary>
    public long? Lowest { get; private set; }

    /// <summary>Cursor of the next unread unfiltered page; null once the list ended.</summary>
    public string? NextCursor { get; private set; }

    /// <summary>Asked singly and still open: to be asked again later.</summary>
    public IDictionary<string, OpenExecution> AskedSingly { get; } =
        new Dictionary<string, OpenExecution>(StringComparer.Ordinal);

    /// <summary>Earliest start on the unfiltered pages read.</summary>
    public DateTime? LowestStart { get; private set; }

    /// <summary>Latest start seen.</summary>
    public DateTime? NewestStart { get; private set; }

    /// <summary>
    /// Latest start known once all running ones were listed: what started before was shown by then, or had ended. Null: not
    /// all were listed.
    /// </summary>
    public DateTime? SettledStart { get; private set; }

    public void SawOpen(N8nExecutionPage page)
    {
        foreach (var execution in page.Executions)
            Saw(execution);
    }

    /// <summary>All running ones have been listed. What later answers show may have begun since, with others that none shows.</summary>
    public void SawRunning(PollState state) => SettledStart = Later(state.NewestStart, NewestStart);

    public void SawPage(N8nExecutionPage page)
    {
        foreach (var execution in page.Executions)
        {
            Saw(execution);
            if (Number(execution.Id) is { } number)
                Lowest = Math.Min(Lowest ?? number, number);
            if (execution.StartedAt is { } start && !(start >= LowestStart))
                LowestStart = start;
        }
        NextCursor = page.NextCursor;
    }

    public void Saw(N8nExecution execution)
    {
        NewestStart = Later(NewestStart, execution.StartedAt);
        if (execution.IsOpen && !closed.Contains(execution.Id))
            open[execution.Id] = execution.IsWaiting;
        else
            SawClosed(execution.Id);
    }

    /// <summary>Finished, or n8n answered that it has no such execution.</summary>
    public void SawClosed(string id)
    {
        open.Remove(id);
        closed.Add(id);
    }

    public bool Listed(string id) => open.ContainsKey(id) || closed.Contains(id);

    public static DateTime? Later(DateTime? one, DateTime? other) => other is null || one > other ? one : other;

    /// <summary>The id as a number, or null where n8n's ids are not numbers.</summary>
    public static long? Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

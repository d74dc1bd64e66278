using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>
/// Finds which rows a page has. A filter is taken apart into branches, each a range of one index in the order of the page,
/// so that none is read further than a page reaches, however long the history is. What no index can tell (a search) is
/// looked for in a bounded number of rows.
/// </summary>
internal sealed class HistoryKeys
{
    /// <summary>Rows a search looks at before it says how far it came.</summary>
    public const int MostSearched = 20_000;

    /// <summary>SQLite joins at most 500 with UNION.</summary>
    private const int BranchesPerStatement = 200;

    private static readonly List<string> DetailStates =
    [
        .. Enum.GetValues<DetailState>().Select(state => $"detail_state = '{EnumWords.Of(state)}'"),
    ];

    private static readonly string NoPart =
        $"(mode IS NULL OR mode NOT IN ('{string.Join("', '", RunOrigins.PartModes)}'))";

    private readonly DataSyncDbContext context;
    private readonly List<object> values = [];
    private readonly List<string> branches = [];
    private readonly string period;
    private readonly string? residual;
    private readonly bool older;

    /// <param name="workflows">Those the filter allows; null: all.</param>
    /// <param name="from">Where to begin; null: at the newest.</param>
    /// <param name="older">Whether to go to older ones from there, or to newer ones.</param>
    public HistoryKeys(
        DataSyncDbContext context,
        ExecutionFilter filter,
        IReadOnlyList<string>? workflows,
        ExecutionCursor? from,
        bool older
    )
    {
        (this.context, this.older) = (context, older);
        period =
            (filter.From is { } start ? $" AND start_time >= {Value(start)}" : "")
            + (filter.To is { } end ? $" AND start_time < {Value(end)}" : "")
            + (from is { } place ? Beyond(place, older) : "");
        IReadOnlyCollection<ExecutionStatus> wanted =
            filter.Statuses.Count == 0 ? Enum.GetValues<ExecutionStatus>() : filter.Statuses;
        List<string> statuses = [.. wanted.Distinct().Select(status => $"status = '{EnumWords.Of(status)}'")];
        List<string> among = workflows is null ? [] : [.. workflows.Select(id => $"workflow_id = {Value(id)}")];
        List<string?> rest = [Search(filter.Search), filter.WithoutParts ? NoPart : null];
        if (filter.Fingerprint is { } fingerprint)
        {
            branches.Add($"error_fingerprint = {Value(fingerprint)}");
            rest.Add(Any(among, wanted: workflows is not null));
            rest.Add(Any(statuses, wanted: filter.Statuses.Count > 0));
        }
        else
        {
            foreach (var range in workflows is null ? DetailStates : among)
                branches.AddRange(statuses.Select(status => $"{range} AND {status}"));
        }
        var conditions = rest.OfType<string>().ToList();
        residual = conditions.Count == 0 ? null : string.Concat(conditions.Select(condition => $" AND {condition}"));
    }

    /// <summary>In the order of reading, at most <paramref name="limit"/>.</summary>
    /// <returns>The keys, and where a search stopped; null: it looked at everything, or found enough.</returns>
    public async Task<(IReadOnlyList<HistoryKey> Keys, ExecutionCursor? Stopped)> ReadAsync(
        int limit,
        CancellationToken cancellation
    )
    {
        if (residual is null)
            return (await ReadAsync("", limit, 0, cancellation), null);
        var each = Math.Max(1, MostSearched / Math.Max(branches.Count, 1));
        // Where each branch would be after its share; all have been looked through as far as the nearest of them.
        var shares = await ReadAsync("", 1, each - 1, cancellation);
        ExecutionCursor? stop = shares is [var nearest, ..] ? new(nearest.StartTime, nearest.Id) : null;
        var found = await ReadAsync((stop is { } s ? UpTo(s) : "") + residual, limit, 0, cancellation);
        return (found, found.Count < limit ? stop : null);
    }

    /// <param name="skip">Rows each branch leaves out first.</param>
    private async Task<List<HistoryKey>> ReadAsync(
        string condition,
        int limit,
        int skip,
        CancellationToken cancellation
    )
    {
        var keys = new List<HistoryKey>();
        foreach (var some in branches.Chunk(BranchesPerStatement))
        {
            // What is behind the page as it is so far need not be read.
            var last = keys.Count == limit ? UpTo(new(keys[^1].StartTime, keys[^1].Id)) : "";
            var order = older ? "ORDER BY StartTime DESC, Id DESC" : "ORDER BY StartTime, Id";
            var parts = some.Select(branch =>
                $"SELECT * FROM (SELECT start_time AS StartTime, id AS Id FROM workflow_executions WHERE {branch}{period}{condition}"
                + $"{(skip == 0 ? last : "")} {order} LIMIT {limit} OFFSET {skip}) AS branch"
            );
            var statement = $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) AS page {order} LIMIT {limit}";
            keys.AddRange(
                await context.Database.SqlQueryRaw<HistoryKey>(statement, [.. values]).ToListAsync(cancellation)
            );
            if (branches.Count > BranchesPerStatement)
                keys = [.. Ordered(keys).Take(limit)];
        }
        return keys;
    }

    private IEnumerable<HistoryKey> Ordered(List<HistoryKey> keys) =>
        older
            ? keys.OrderByDescending(key => key.StartTime).ThenByDescending(key => key.Id)
            : keys.OrderBy(key => key.StartTime).ThenBy(key => key.Id);

    private string Beyond(ExecutionCursor place, bool downwards) => Beside(place, downwards ? '<' : '>', "");

    private string UpTo(ExecutionCursor place) => Beside(place, older ? '>' : '<', "=");

    /// <summary>
    /// Not as a comparison of rows, for which MariaDB uses no index; and the number so that no index is weighed for it, which
    /// takes as long as the reading.
    /// </summary>
    private string Beside(ExecutionCursor place, char side, string inclusive)
    {
        var (time, id) = (Value(place.StartTime), Value(place.Id));
        return $" AND start_time {side}= {time} AND (start_time {side} {time} OR id + 0 {side}{inclusive} {id})";
    }

    private string? Search(string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
            return null;
        var words = search.Trim();
        var escaped = words.Replace("|", "||").Replace("%", "|%").Replace("_", "|_");
        var (pattern, id) = (Value($"%{escaped}%"), Value(words));
        // The execution of that very id leads the first page, so it is not among the others.
        return $"(error_message LIKE {pattern} ESCAPE '|' OR failed_node LIKE {pattern} ESCAPE '|')"
            + $" AND execution_id <> {id} AND n8n_execution_id <> {id}";
    }

    private static string? Any(List<string> conditions, bool wanted) =>
        !wanted ? null
        : conditions.Count == 0 ? "1 = 0"
        : $"({string.Join(" OR ", conditions)})";

    private string Value(object value)
    {
        values.Add(value);
        return $"{{{values.Count - 1}}}";
    }
}

/// <summary>Place of a row in the history.</summary>
internal sealed record HistoryKey(DateTime StartTime, int Id);

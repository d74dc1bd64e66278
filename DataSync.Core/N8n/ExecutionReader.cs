using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>What a list of executions held.</summary>
/// <param name="Rows">The digest is null where n8n sent no data.</param>
internal sealed record ExecutionList(
    IReadOnlyList<N8nExecutionDetail> Rows,
    string? NextCursor,
    IReadOnlyList<N8nUnreadableRow> Unreadable
);

/// <summary>
/// Reads executions, with data or without, off a stream: memory stays within a few hundred KB beside the digests,
/// whatever the payload. Throws <see cref="JsonException"/> for cut-off JSON, <see cref="N8nException"/> for other JSON.
/// </summary>
public static class ExecutionReader
{
    /// <summary>The answer of <c>GET /executions/{id}</c>.</summary>
    public static async Task<N8nExecutionDetail> ReadOneAsync(Stream json, CancellationToken cancellation)
    {
        var document = new ExecutionScope();
        await new JsonWalker(document).WalkAsync(json, cancellation);
        return document.Detail ?? throw N8nFailures.UnexpectedJson("an execution has " + document.Problem);
    }

    /// <summary>The answer of <c>GET /executions</c>.</summary>
    internal static async Task<ExecutionList> ReadListAsync(Stream json, CancellationToken cancellation)
    {
        var document = new ListScope();
        await new JsonWalker(document).WalkAsync(json, cancellation);
        return document.Rows is { } rows
            ? new(rows.Details, document.NextCursor, rows.Unreadable)
            : throw N8nFailures.UnexpectedJson("a list of executions has no data");
    }

    private sealed class ListScope : JsonScope
    {
        public RowsScope? Rows { get; private set; }
        public string? NextCursor { get; private set; }

        public override JsonScope? Child(string? name, bool isArray) =>
            name is "data" && isArray ? Rows ??= new RowsScope() : null;

        public override void Value(string? name, ref Utf8JsonReader value)
        {
            if (name is "nextCursor")
                NextCursor = Text(ref value);
        }
    }

    private sealed class RowsScope : JsonScope
    {
        /// <summary>Four times what n8n puts on its largest page.</summary>
        private const int MaxRows = 1000;

        public List<N8nExecutionDetail> Details { get; } = [];
        public List<N8nUnreadableRow> Unreadable { get; } = [];

        public override JsonScope? Child(string? name, bool isArray)
        {
            if (Details.Count + Unreadable.Count >= MaxRows)
                throw N8nFailures.UnexpectedJson($"a page of executions has more than {MaxRows} rows");
            if (!isArray)
                return new ExecutionScope(Take);
            Unreadable.Add(new(null, "the row is a list"));
            return null;
        }

        public override void Value(string? name, ref Utf8JsonReader value) =>
            Unreadable.Add(new(null, $"the row is {value.TokenType.ToString().ToLowerInvariant()}, not an object"));

        private void Take(ExecutionScope row)
        {
            if (row.Detail is { } detail)
                Details.Add(detail);
            else
                Unreadable.Add(new(row.Id, row.Problem!));
        }
    }
}

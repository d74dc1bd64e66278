using System.Text.Json;
using DataSync.Core.Persistence;

namespace DataSync.Core.N8n;

/// <summary>The runs of one node: <c>runData[node]</c>.</summary>
internal sealed class NodeScope(string name) : JsonScope
{
    private const int MaxName = 255;
    private const double MaxDurationMs = 1e12;

    private readonly ResourceTally tally = new();
    private string? status;
    private double durationMs;
    private int runs;
    private long items;

    public string NodeName => name;
    public DateTime? StartedAt { get; private set; }
    public ErrorScope? LastError { get; private set; }
    public DateTime? LastErrorAt { get; private set; }
    public ResourceCounts Counts => tally.Counts;

    public NodeDigest Digest =>
        new(name, status, StartedAt, (long)durationMs, runs, items, LastError?.Digest(name).Message);

    public static string? Name(string? text) => StoredText.Cut(text, MaxName);

    public override JsonScope? Child(string? _, bool isArray)
    {
        if (isArray)
            return null;
        runs++;
        return new RunScope(this);
    }

    private sealed class RunScope(NodeScope node) : JsonScope
    {
        private DateTime? startedAt;
        private ErrorScope? error;

        public override JsonScope? Child(string? name, bool isArray) =>
            (name, isArray) switch
            {
                ("error", false) => error = new(),
                ("data", false) => new OutputsScope(node),
                _ => null,
            };

        public override void Value(string? name, ref Utf8JsonReader value)
        {
            switch (name)
            {
                case "startTime":
                    startedAt = Number(ref value) is { } start ? ExecutionText.Time(start) : null;
                    break;
                case "executionTime":
                    node.durationMs = Math.Min(MaxDurationMs, node.durationMs + Math.Max(0, Number(ref value) ?? 0));
                    break;
                case "executionStatus":
                    node.status = Text(ref value) is { } word ? StoredText.Cut(word, 64) : null;
                    break;
                case "error" when value.TokenType == JsonTokenType.String:
                    (error = new()).Message(Text(ref value));
                    break;
            }
        }

        public override void End()
        {
            if (node.StartedAt is null || startedAt < node.StartedAt)
                node.StartedAt = startedAt;
            if (error is not null)
                (node.LastError, node.LastErrorAt) = (error, startedAt ?? node.StartedAt ?? DateTime.MinValue);
        }
    }

    /// <summary><c>data</c>: outputs by the kind of connection; only the ordinary one carries items.</summary>
    private sealed class OutputsScope(NodeScope node) : JsonScope
    {
        public override JsonScope? Child(string? name, bool isArray) =>
            name is "main" && isArray ? new MainScope(node) : null;
    }

    private sealed class MainScope(NodeScope node) : JsonScope
    {
        public override JsonScope? Child(string? name, bool isArray) => isArray ? new ItemsScope(node) : null;
    }

    private sealed class ItemsScope(NodeScope node) : JsonScope
    {
        private readonly ItemScope item = new(node);

        public override JsonScope? Child(string? name, bool isArray)
        {
            node.items++;
            return isArray ? null : item;
        }
    }

    private sealed class ItemScope(NodeScope node) : JsonScope
    {
        private readonly JsonFieldsScope fields = new(node);

        public override JsonScope? Child(string? name, bool isArray) => name is "json" && !isArray ? fields : null;
    }

    private sealed class JsonFieldsScope(NodeScope node) : JsonScope
    {
        public override void Value(string? name, ref Utf8JsonReader value) => node.tally.Add(name, ref value);
    }
}

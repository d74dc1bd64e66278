using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>An execution's <c>data</c>: of all that can be in it only its <c>resultData</c> is looked at.</summary>
internal sealed class PayloadScope : JsonScope
{
    private readonly ResultScope result = new();

    public override JsonScope? Child(string? name, bool isArray) => name is "resultData" && !isArray ? result : null;

    public ExecutionDigest Digest(ResourceCounts custom, bool failed) => result.Digest(custom, failed);

    private sealed class ResultScope : JsonScope
    {
        private readonly RunDataScope nodes = new();
        private string? lastNode;
        private ErrorScope? error;

        public override JsonScope? Child(string? name, bool isArray) =>
            (name, isArray) switch
            {
                ("runData", false) => nodes,
                ("error", false) => error = new(),
                _ => null,
            };

        public override void Value(string? name, ref Utf8JsonReader value)
        {
            if (name is "lastNodeExecuted")
                lastNode = NodeScope.Name(Text(ref value));
            else if (name is "error" && value.TokenType == JsonTokenType.String)
                (error = new()).Message(Text(ref value));
        }

        /// <summary>The failed node is the error's, else the last one executed, else the last run with an error.</summary>
        public ExecutionDigest Digest(ResourceCounts custom, bool failed)
        {
            var lastFailed = nodes.LastFailed;
            var cause = error ?? (failed ? lastFailed?.LastError : null);
            var counts = custom.Any ? custom : nodes.Find(lastNode)?.Counts ?? ResourceCounts.None;
            return new(nodes.Digests, lastNode, cause?.Digest(lastNode ?? lastFailed?.NodeName), counts);
        }
    }

    private sealed class RunDataScope : JsonScope
    {
        /// <summary>Any of them may turn out to be the last node; only the first are kept.</summary>
        private const int MaxNodes = 1000;
        private const int MaxKept = 200;

        private readonly Dictionary<string, NodeScope> nodes = new(StringComparer.Ordinal);

        public NodeScope? LastFailed =>
            nodes.Values.Where(node => node.LastError is not null).MaxBy(node => node.LastErrorAt);

        public IReadOnlyList<NodeDigest> Digests =>
            [
                .. nodes
                    .Values.OrderBy(node => node.StartedAt ?? DateTime.MaxValue)
                    .Take(MaxKept)
                    .Select(node => node.Digest),
            ];

        public NodeScope? Find(string? name) => name is null ? null : nodes.GetValueOrDefault(name);

        public override JsonScope? Child(string? name, bool isArray)
        {
            if (NodeScope.Name(name) is not { } node || !isArray || nodes.Count >= MaxNodes)
                return null;
            return nodes[node] = new(node);
        }
    }
}

using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>
/// What to do with the members of one JSON object or array. What no scope asks for is skipped without being built.
/// </summary>
internal abstract class JsonScope
{
    /// <param name="name">Null in an array.</param>
    /// <returns>The scope for this object or array; null: skip it.</returns>
    public virtual JsonScope? Child(string? name, bool isArray) => null;

    /// <summary>A string, number, boolean or null.</summary>
    public virtual void Value(string? name, ref Utf8JsonReader value) { }

    public virtual void End() { }

    protected static string? Text(ref Utf8JsonReader value) =>
        value.TokenType switch
        {
            JsonTokenType.String => ExecutionText.Of(ref value),
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(value.ValueSpan),
            _ => null,
        };

    protected static double? Number(ref Utf8JsonReader value) =>
        value.TokenType == JsonTokenType.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : null;
}

/// <summary>Walks a JSON text of any size in bounded memory and shows it to scopes.</summary>
internal sealed class JsonWalker(JsonScope document)
{
    /// <summary>Payloads are nested as their makers please; the reader spends a bit per level.</summary>
    private const int MaxDepth = 100_000;

    private readonly ShorteningBuffer buffer = new();
    private readonly Stack<JsonScope> open = new();
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private string? name;
    private int skipped;
    private bool begun;

    /// <exception cref="JsonException">The text is not complete JSON.</exception>
    public async Task WalkAsync(Stream json, CancellationToken cancellation)
    {
        var chunk = new byte[ShorteningBuffer.ChunkSize];
        while (true)
        {
            if (buffer.Room < chunk.Length)
                throw new JsonException("A token is longer than any that is read");
            var read = await json.ReadAsync(chunk, cancellation);
            buffer.Add(chunk.AsSpan(0, read));
            Parse(isLast: read == 0);
            if (read == 0)
                return;
        }
    }

    private void Parse(bool isLast)
    {
        var reader = new Utf8JsonReader(buffer.Unparsed, isLast, state);
        while (reader.Read())
            Show(ref reader);
        state = reader.CurrentState;
        buffer.Consume((int)reader.BytesConsumed);
    }

    private void Show(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when skipped > 0:
                skipped++;
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray when skipped > 0:
                skipped--;
                break;
            case var _ when skipped > 0:
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Enter(reader.TokenType == JsonTokenType.StartArray);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                open.Pop().End();
                name = null;
                break;
            case JsonTokenType.PropertyName:
                name = ExecutionText.Of(ref reader);
                break;
            default:
                if (open.TryPeek(out var scope))
                    scope.Value(name, ref reader);
                name = null;
                break;
        }
    }

    private void Enter(bool isArray)
    {
        var child =
            open.TryPeek(out var parent) ? parent.Child(name, isArray)
            : isArray || begun ? null
            : document;
        begun = true;
        name = null;
        if (child is null)
            skipped = 1;
        else
            open.Push(child);
    }
}

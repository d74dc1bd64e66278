using System.Text.Json;
using DataSync.Core.Persistence;

namespace DataSync.Core.N8n;

/// <summary>One execution, in a list or alone.</summary>
internal sealed class ExecutionScope(Action<ExecutionScope>? ended = null) : JsonScope
{
    private const int MaxId = 36;
    private const int MaxWord = 64;

    private readonly PayloadScope payload = new();
    private readonly CountsScope customData = new();
    private bool hasPayload;
    private bool finished;
    private string? workflowId;
    private string? status;
    private string? mode;
    private string? retryOf;
    private string? retrySuccessId;
    private DateTime? startedAt;
    private DateTime? stoppedAt;
    private DateTime? waitTill;

    public string? Id { get; private set; }

    /// <summary>Why the row cannot be used; the first thing found.</summary>
    public string? Problem { get; private set; }

    /// <summary>Null exactly when there is a <see cref="Problem"/>.</summary>
    public N8nExecutionDetail? Detail { get; private set; }

    public override JsonScope? Child(string? name, bool isArray)
    {
        switch (name)
        {
            case "data" when !isArray:
                hasPayload = true;
                return payload;
            case "customData" when !isArray:
                return customData;
            case "id" or "workflowId" or "status" or "mode" or "startedAt" or "stoppedAt" or "waitTill" or "finished":
                Problem ??= $"{name} is {(isArray ? "a list" : "an object")}";
                return null;
            default:
                return null;
        }
    }

    public override void Value(string? name, ref Utf8JsonReader value)
    {
        switch (name)
        {
            case "id":
                Id = Identifier(name, ref value);
                break;
            case "workflowId":
                workflowId = Identifier(name, ref value);
                break;
            case "retryOf":
                retryOf = Identifier(name, ref value);
                break;
            case "retrySuccessId":
                retrySuccessId = Identifier(name, ref value);
                break;
            case "status":
                status = Word(ref value);
                break;
            case "mode":
                mode = Word(ref value);
                break;
            case "finished":
                finished = value.TokenType == JsonTokenType.True;
                break;
            case "startedAt":
                startedAt = Time(name, ref value);
                break;
            case "stoppedAt":
                stoppedAt = Time(name, ref value);
                break;
            case "waitTill":
                waitTill = Time(name, ref value);
                break;
        }
    }

    public override void End()
    {
        Problem ??= Id is null ? "no id" : null;
        if (Problem is null)
            Detail = new(
                new(Id!, workflowId, status, finished, mode, retryOf, retrySuccessId, startedAt, stoppedAt, waitTill),
                hasPayload || customData.Tally.Explicit.Any
                    ? payload.Digest(
                        customData.Tally.Explicit,
                        failed: !finished && status is not ("waiting" or "running")
                    )
                    : null
            );
        ended?.Invoke(this);
    }

    private string? Identifier(string name, ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.Null)
            return null;
        if (Text(ref value) is not { Length: > 0 } id)
            Problem ??= $"{name} is neither a text nor a number";
        else if (id.Length > MaxId)
            Problem ??= $"{name} is longer than {MaxId} characters";
        else
            return id;
        return null;
    }

    private static string? Word(ref Utf8JsonReader value) =>
        Text(ref value) is { } word ? StoredText.Cut(word, MaxWord) : null;

    private DateTime? Time(string name, ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.Null)
            return null;
        var time = Number(ref value) is { } milliseconds
            ? ExecutionText.Time(milliseconds)
            : ExecutionText.Time(Text(ref value));
        if (time is null)
            Problem ??= $"{name} is not a time";
        return time;
    }
}

/// <summary>An object whose members may be counts.</summary>
internal sealed class CountsScope : JsonScope
{
    public ResourceTally Tally { get; } = new();

    public override void Value(string? name, ref Utf8JsonReader value) => Tally.Add(name, ref value);
}

using System.Buffers;
using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>Reads and writes the JSON of acts. Pure.</summary>
internal static class ActAnswer
{
    /// <summary>The id of our one call of a request.</summary>
    public const int McpCall = 1;

    /// <summary>A bare <c>id</c> is not read: a webhook answers what its workflow made, which has ids of its own.</summary>
    public static string? ExecutionId(JsonElement? answer) =>
        Id(answer, "executionId") ?? Id(WorkflowReader.Get(answer, "execution"), "id");

    /// <summary>The result out of plain JSON or out of a stream of events, of which ours is the one with our id.</summary>
    public static JsonElement McpResult(string text)
    {
        var answer = Messages(text).Select(Message).FirstOrDefault(message => message is not null);
        if (answer is not { } ours)
            throw N8nActFailures.Unreadable();
        if (WorkflowReader.Get(ours, "result") is { ValueKind: JsonValueKind.Object } result)
            return result;
        throw WorkflowReader.Get(ours, "error") is { } error
            ? N8nActFailures.McpTool(WorkflowReader.Text(error, "message"))
            : N8nActFailures.Unreadable();
    }

    /// <summary>Null: the tool started none.</summary>
    public static string? McpExecutionId(JsonElement result) => ExecutionId(Told(result));

    /// <summary>What the tool says of its failure, in its own words.</summary>
    public static string? McpError(JsonElement result) => WorkflowReader.Text(Told(result), "error") ?? Content(result);

    /// <summary>The body that saves a workflow as it is but for this setting.</summary>
    public static byte[] With(JsonElement workflow, N8nSetting changed)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var name in new[] { "name", "nodes", "connections" })
                WriteAsIs(writer, name, WorkflowReader.Get(workflow, name));
            writer.WriteStartObject("settings");
            if (WorkflowReader.Get(workflow, "settings") is { ValueKind: JsonValueKind.Object } settings)
                foreach (var setting in settings.EnumerateObject())
                    if (!setting.NameEquals(changed.Name))
                        WriteAsIs(writer, setting.Name, setting.Value);
            if (changed.Value is { } value)
                WriteAsIs(writer, changed.Name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return body.WrittenSpan.ToArray();
    }

    // Letter for letter: read and written anew, half a surrogate pair in a node would be lost.
    private static void WriteAsIs(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is not { } there)
            throw N8nActFailures.Refused($"n8n does not show the workflow's {name}, so that it cannot be saved again.");
        writer.WritePropertyName(name);
        writer.WriteRawValue(there.GetRawText(), skipInputValidation: true);
    }

    private static JsonElement? Told(JsonElement result)
    {
        if (WorkflowReader.Get(result, "structuredContent") is { ValueKind: JsonValueKind.Object } told)
            return told;
        return Content(result) is { } text ? Json(text) : null;
    }

    private static string? Content(JsonElement result) =>
        WorkflowReader.Get(result, "content") is { ValueKind: JsonValueKind.Array } parts
            ? parts
                .EnumerateArray()
                .Select(part => WorkflowReader.Text(part, "text"))
                .FirstOrDefault(text => text is not null)
            : null;

    private static IEnumerable<string> Messages(string text)
    {
        if (text.TrimStart().StartsWith('{'))
            return [text];
        return text.ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(occurrence =>
                string.Join(
                    '\n',
                    occurrence
                        .Split('\n')
                        .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
                        .Select(line => line[5..])
                )
            );
    }

    private static JsonElement? Message(string text) =>
        Json(text) is { } message
        && WorkflowReader.Get(message, "id") is { ValueKind: JsonValueKind.Number } id
        && id.TryGetInt32(out var call)
        && call == McpCall
            ? message
            : null;

    private static JsonElement? Json(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // Not a message of ours; without one the caller says that the answer cannot be read.
            return null;
        }
    }

    private static string? Id(JsonElement? parent, string name) =>
        WorkflowReader.Get(parent, name) switch
        {
            { ValueKind: JsonValueKind.String } text => ExecutionText.Of(text),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        }
            is { Length: > 0 and <= 36 } id
        && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? id
            : null;
}

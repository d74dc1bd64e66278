using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace DataSync.Tests.Support;

/// <summary>The API's document, to hold answers against. Strict: what it does not name may not be there.</summary>
public sealed class ApiContract
{
    private const string Definitions = "#/$defs/";
    private readonly JsonObject document;
    private readonly JsonObject schemas;

    public ApiContract(string text)
    {
        document = JsonNode
            .Parse(text.Replace("#/components/schemas/", Definitions, StringComparison.Ordinal))!
            .AsObject();
        schemas = document["components"]!["schemas"]!.AsObject();
        foreach (var (_, schema) in schemas)
        {
            if (schema!["properties"] is not null)
                schema["additionalProperties"] ??= false;
        }
    }

    public IReadOnlyList<ApiOperation> Operations =>
        [
            .. document["paths"]!
                .AsObject()
                .SelectMany(path =>
                    path.Value!.AsObject()
                        .Select(method => new ApiOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!))
                ),
        ];

    /// <summary>How the answer differs from what is documented; empty: not at all.</summary>
    public string Objection(ApiOperation operation, ApiResponse answer)
    {
        if (operation.Node["responses"]?[$"{answer.Status}"] is not { } documented)
            return $"{answer.Status} is not documented: {answer.Text}";
        if (documented["content"] is not JsonObject content)
            return answer.Text.Length == 0 ? "" : $"a body with {answer.Status} is not documented: {answer.Text}";
        if (answer.MediaType is null || content[answer.MediaType] is not { } media)
            return $"{answer.MediaType} with {answer.Status} is not documented";
        var results = SchemaOf(media["schema"]!)
            .Evaluate(answer.Json, new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return results.IsValid
            ? ""
            : string.Join(
                "; ",
                results
                    .Details!.Where(detail => detail.Errors is not null)
                    .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")
            ) + $" in {answer.Text}";
    }

    private JsonSchema SchemaOf(JsonNode schema) =>
        JsonSchema.FromText(
            new JsonObject
            {
                ["$defs"] = schemas.DeepClone(),
                ["allOf"] = new JsonArray(schema.DeepClone()),
            }.ToJsonString()
        );
}

/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
public sealed record ApiOperation(string Method, string Path, JsonNode Node)
{
    public string Id => Node["operationId"]!.GetValue<string>();

    /// <summary>Anonymous ones ask for nothing.</summary>
    public bool IsSecured => Node["security"]!.AsArray().Count > 0;

    public bool HasBody => Node["requestBody"] is not null;

    public bool HasResponse(int status) => Node["responses"]![$"{status}"] is not null;

    public IEnumerable<(string Name, string? Type)> Query =>
        (Node["parameters"]?.AsArray() ?? [])
            .Where(parameter => parameter!["in"]!.GetValue<string>() is "query")
            .Select(parameter => (parameter!["name"]!.GetValue<string>(), Kind(parameter["schema"]!.AsObject())));

    public string Example => Node["requestBody"]!["content"]!["application/json"]!["example"]!.ToJsonString();

    private static string? Kind(JsonObject schema) =>
        schema["format"]?.GetValue<string>() ?? schema["type"]!.GetValue<string>();
}

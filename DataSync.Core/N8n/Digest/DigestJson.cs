using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSync.Core.N8n;

/// <summary>The one way a digest is written to and read from the database: camelCase, nothing for null.</summary>
public static class DigestJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Names of nodes are often not ASCII; pages encode for themselves.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ExecutionDigest digest) => JsonSerializer.Serialize(digest, Options);

    /// <summary>Null for what is no digest, so that one bad row never takes a page down.</summary>
    public static ExecutionDigest? Read(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ExecutionDigest>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

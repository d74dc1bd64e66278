using System.Text.Json.Serialization;

namespace DataSync.Web.Api;

/// <summary>Why a request was not done (RFC 9457).</summary>
/// <param name="Type">Which kind of problem; stays the same for ever.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Detail">What it is this time and what to do, fit for a person.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail)
{
    /// <summary>What is wrong, by the name of the parameter or field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Finds the failure in the server's log.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

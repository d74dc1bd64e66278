using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace DataSync.Core.N8n;

/// <summary>What n8n shows of itself and of our key.</summary>
/// <param name="Version">As <see cref="N8nAbilities.Version"/>, or that it is unknown.</param>
/// <param name="Granted">Scopes of the key; null: this n8n does not list them, and those for reading were tried.</param>
/// <param name="Missing">Scopes without which not everything can be read.</param>
/// <param name="KeyExpiresAt">UTC; null: never, or it does not tell.</param>
/// <param name="McpProblem">Why the MCP server cannot be used although a key for it is set; null: it can, or none is.</param>
public sealed record N8nFindings(
    string Version,
    IReadOnlyList<string>? Granted,
    IReadOnlyList<string> Missing,
    DateTime? KeyExpiresAt,
    string? McpProblem
);

/// <summary>Finds out, by a few questions that change nothing, whether n8n can be used as it is set. Thread-safe.</summary>
public sealed class N8nInspector(N8nClient n8n, N8nActs acts, N8nAbilities abilities, IOptions<N8nOptions> options)
{
    /// <summary>The scopes reading needs, each with something that asks for it alone.</summary>
    private static readonly (string Scope, string Path)[] ToRead =
    [
        ("workflow:list", "/workflows?limit=1"),
        ("workflow:read", "/workflows/0"),
        ("execution:list", "/executions?limit=1"),
        ("execution:read", "/executions/0"),
    ];

    private const RequestPriority Priority = RequestPriority.Person;
    private const long MostOfScopes = 1 << 20;

    /// <exception cref="N8nException">n8n gave no useful answer.</exception>
    public async Task<N8nFindings> InspectAsync(CancellationToken cancellation)
    {
        var granted = await GrantedAsync(cancellation);
        var missing = granted is null
            ? await RefusedAsync(cancellation)
            : [.. ToRead.Select(one => one.Scope).Except(granted, StringComparer.Ordinal)];
        await acts.LearnAsync(Priority, cancellation);
        bool? canRetry = abilities.CanStop == false ? await HasRetryAsync(cancellation) : null;
        var version = N8nAbilities.VersionOf(abilities.CanStop, canRetry) ?? "unknown";
        return new(version, granted, missing, KeyExpiry.Of(options.Value.ApiKey), abilities.McpProblem);
    }

    /// <summary>As n8n lists them; null: it does not.</summary>
    private async Task<IReadOnlyList<string>?> GrantedAsync(CancellationToken cancellation)
    {
        // A resource there is none of keeps the answer short.
        using var answer = await n8n.GetAsync("/discover?resource=none", Priority, cancellation);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest && N8nClient.IsJson(answer))
            return null;
        await using var body = await n8n.BodyAsync(answer, MostOfScopes, cancellation);
        using var json = await N8nClient.ReadAsync(() =>
            JsonDocument.ParseAsync(body, WorkflowReader.Limits, cancellation)
        );
        return
            WorkflowReader.Get(json.RootElement, "data") is { } data
            && WorkflowReader.Get(data, "scopes") is { ValueKind: JsonValueKind.Array } scopes
            ? [.. scopes.EnumerateArray().Where(IsText).Select(scope => scope.GetString()!)]
            : null;
    }

    /// <summary>Scopes whose lack n8n says when what needs them is tried.</summary>
    private async Task<IReadOnlyList<string>> RefusedAsync(CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var (scope, path) in ToRead)
        {
            using var answer = await n8n.GetAsync(path, Priority, cancellation);
            if (answer.StatusCode == HttpStatusCode.Forbidden)
                missing.Add(scope);
            else if (answer.StatusCode != HttpStatusCode.NotFound || !N8nClient.IsJson(answer))
                await using (await n8n.BodyAsync(answer, MostOfScopes, cancellation)) { }
        }
        return missing;
    }

    /// <summary>Where the address exists, it says that it is not for reading.</summary>
    private async Task<bool> HasRetryAsync(CancellationToken cancellation)
    {
        using var answer = await n8n.GetAsync("/executions/0/retry", Priority, cancellation);
        return answer.StatusCode == HttpStatusCode.MethodNotAllowed;
    }

    private static bool IsText(JsonElement element) => element.ValueKind == JsonValueKind.String;
}

using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.Timeout;

namespace DataSync.Core.N8n;

/// <summary>A page of executions with their digests.</summary>
/// <param name="BytesRead">Size of the answer, to choose how many rows the next page may have.</param>
public sealed record N8nDetailPage(IReadOnlyList<N8nExecutionDetail> Details, string? NextCursor, long BytesRead);

/// <summary>
/// n8n's public API. Every call waits for a permit of <see cref="RequestBudget"/>, repeats what is worth repeating, and
/// throws <see cref="N8nException"/> for everything n8n or the way to it did wrong; what the database throws when the
/// permit cannot be stored comes through as it is.
/// </summary>
public sealed partial class N8nClient(
    HttpClient http,
    IHttpClientFactory clients,
    IOptions<N8nOptions> options,
    TimeProvider time,
    ILogger<N8nClient> logger
)
{
    internal const string HealthClient = "n8n-health";

    /// <summary>Far beyond any instance; a cursor that never ends must not be followed for ever.</summary>
    private const int MostPages = 200;
    private const long MaxPage = 32 << 20;
    private const long MaxWorkflows = 64 << 20;
    private const long MaxWithData = 1 << 30;
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(3);

    private readonly N8nOptions settings = options.Value;

    /// <summary>A cursor for the executions below an id that is a number; send the list's filters with it.</summary>
    public static string CursorBelow(string lastId, int limit) =>
        Convert.ToBase64String(
            Encoding.UTF8.GetBytes($$"""{"lastId":{{JsonSerializer.Serialize(lastId)}},"limit":{{limit}}}""")
        );

    public async Task<N8nExecutionPage> ListExecutionsAsync(
        N8nExecutionQuery query,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        var (list, _) = await ListAsync(Path(query), MaxPage, priority, cancellation);
        return new([.. list.Rows.Select(row => row.Execution)], list.NextCursor, list.Unreadable);
    }

    /// <summary>One request for many digests. n8n can leave rows out of such a page: check which ids came back.</summary>
    public async Task<N8nDetailPage> ListExecutionsWithDataAsync(
        N8nExecutionQuery query,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        var (list, bytes) = await ListAsync(Path(query) + "&includeData=true", MaxWithData, priority, cancellation);
        return new(list.Rows, list.NextCursor, bytes);
    }

    /// <returns>Null when n8n does not have it (any more).</returns>
    public async Task<N8nExecutionDetail?> GetExecutionAsync(
        string id,
        bool includeData,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        var path = $"/executions/{Uri.EscapeDataString(id)}{(includeData ? "?includeData=true" : "")}";
        using var answer = await GetAsync(path, priority, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound && IsJson(answer))
            return null;
        await using var body = await BodyAsync(answer, MaxWithData, cancellation);
        return await ReadAsync(() => ExecutionReader.ReadOneAsync(body, cancellation));
    }

    /// <summary>Up to 250 workflows; pages are by offset, so rows can shift between two of them.</summary>
    public async Task<N8nWorkflowPage> ListWorkflowsAsync(
        string? cursor,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        var path = "/workflows?limit=250&excludePinnedData=true" + Parameter("cursor", cursor);
        using var answer = await GetAsync(path, priority, cancellation);
        await using var body = await BodyAsync(answer, MaxWorkflows, cancellation);
        using var json = await ReadAsync(() => JsonDocument.ParseAsync(body, WorkflowReader.Limits, cancellation));
        var (page, skipped) = WorkflowReader.Read(json.RootElement);
        if (skipped > 0)
            WorkflowsSkipped(logger, skipped);
        return page;
    }

    /// <summary>The pages of all workflows; the last one read has a cursor only where the list seems never to end.</summary>
    public async IAsyncEnumerable<N8nWorkflowPage> AllWorkflowsAsync(
        RequestPriority priority,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        string? cursor = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await ListWorkflowsAsync(cursor, priority, cancellation);
            yield return page;
            cursor = page.NextCursor;
            if (cursor is null)
                break;
        }
    }

    /// <summary>One workflow whole, its nodes' parameters included: for saving it again, not for keeping.</summary>
    /// <returns>Null when n8n does not have it (any more).</returns>
    internal async Task<JsonDocument?> ReadWorkflowAsync(
        string id,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        using var answer = await GetAsync($"/workflows/{Uri.EscapeDataString(id)}", priority, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound && IsJson(answer))
            return null;
        await using var body = await BodyAsync(answer, MaxWorkflows, cancellation);
        return await ReadAsync(() => JsonDocument.ParseAsync(body, WorkflowReader.Limits, cancellation));
    }

    /// <summary>Whether n8n answers at all. Needs no key and no permit, takes 3 s at most, never throws for n8n's sake.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken cancellation)
    {
        if (!settings.IsConfigured)
            return false;
        using var patience = new CancellationTokenSource(HealthTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var health = clients.CreateClient(HealthClient);
            using var answer = await health.GetAsync(
                Health(settings.BaseUrl!),
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            return answer.IsSuccessStatusCode && IsJson(answer);
        }
        catch (HttpRequestException failure)
        {
            NotAlive(logger, failure.HttpRequestError);
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            NotAlive(logger, HttpRequestError.Unknown);
            return false;
        }
    }

    /// <summary>The same place in the list with another page size, which in a cursor wins over the parameter.</summary>
    public static string? WithLimit(string? cursor, int limit)
    {
        if (cursor is null)
            return null;
        try
        {
            var position = JsonNode.Parse(Convert.FromBase64String(cursor))!.AsObject();
            position["limit"] = limit;
            return Convert.ToBase64String(Encoding.UTF8.GetBytes(position.ToJsonString()));
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidOperationException)
        {
            // Not the form known today: n8n decides the size.
            return cursor;
        }
    }

    /// <summary>Beside <c>/api/v1</c>, under whatever path a proxy gives n8n.</summary>
    internal static Uri Health(string baseUrl) => new($"{Root(baseUrl)}/healthz");

    /// <summary>What webhooks, health checks and the MCP server are below: the address without the API's own path.</summary>
    internal static string Root(string baseUrl)
    {
        const string api = "/api/v1";
        var root = baseUrl.TrimEnd('/');
        return root.EndsWith(api, StringComparison.OrdinalIgnoreCase) ? root[..^api.Length] : root;
    }

    private async Task<(ExecutionList List, long Bytes)> ListAsync(
        string path,
        long maxBytes,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        using var answer = await GetAsync(path, priority, cancellation);
        await using var body = await BodyAsync(answer, maxBytes, cancellation);
        return (await ReadAsync(() => ExecutionReader.ReadListAsync(body, cancellation)), body.BytesRead);
    }

    /// <summary>The answer whatever its status; throws where there is none.</summary>
    internal async Task<HttpResponseMessage> GetAsync(
        string path,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        if (!settings.IsConfigured)
            throw N8nFailures.NotConfigured();
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.BaseUrl + path);
        request.Headers.Add("X-N8N-API-KEY", settings.ApiKey);
        request.Headers.Accept.ParseAdd("application/json");
        request.Options.Set(BudgetHandler.Priority, priority);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (TimeoutRejectedException late)
        {
            throw N8nFailures.TimedOut(settings.AttemptTimeout, late);
        }
        catch (HttpRequestException failure)
        {
            throw N8nFailures.Connection(failure, request.RequestUri!);
        }
    }

    internal async Task<GuardedStream> BodyAsync(HttpResponseMessage answer, long max, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
            throw N8nFailures.Status(answer.StatusCode, N8nRetries.RetryAfter(answer, time), answer.Headers.Location);
        if (!IsJson(answer))
            throw N8nFailures.NotJson(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
        return new(await answer.Content.ReadAsStreamAsync(cancellation), max, settings.AttemptTimeout, time);
    }

    internal static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (JsonException broken)
        {
            throw N8nFailures.CutOff(broken);
        }
    }

    internal static bool IsJson(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType is { } type
        && (
            type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
        );

    private static string Path(N8nExecutionQuery query) =>
        $"/executions?limit={query.Limit}"
        + Parameter("status", query.Status)
        + Parameter("workflowId", query.WorkflowId)
        + Parameter("cursor", query.Cursor);

    private static string Parameter(string name, string? value) =>
        value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    [LoggerMessage(1101, LogLevel.Warning, "{Count} workflows n8n listed have no readable id and were left out")]
    private static partial void WorkflowsSkipped(ILogger logger, int count);

    [LoggerMessage(1102, LogLevel.Debug, "n8n's health address does not answer: {Error}")]
    private static partial void NotAlive(ILogger logger, HttpRequestError error);
}

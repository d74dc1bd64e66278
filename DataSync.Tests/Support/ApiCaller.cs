using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace DataSync.Tests.Support;

/// <summary>A program that calls the API of a running DataSync with a token.</summary>
public sealed class ApiCaller(Uri url, string? token = TestApp.AdminToken) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = url,
    };

    public ApiCaller(TestApp app, string? token = TestApp.AdminToken)
        : this(app.Url, token) { }

    public Task<ApiResponse> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Asks until the answer says so.</summary>
    public async Task<ApiResponse> UntilAsync(string path, string said, int seconds = 30)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var answer = await GetAsync(path);
            if (answer.Text.Contains(said, StringComparison.Ordinal))
                return answer;
            Assert.True(patience.Elapsed.TotalSeconds < seconds, $"never {said}: {answer.Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    public Task<ApiResponse> PostAsync(string path, object? body = null) =>
        SendAsync(
            HttpMethod.Post,
            path,
            body is null ? null : JsonSerializer.Serialize(body, JsonSerializerOptions.Web)
        );

    /// <param name="body">JSON, or what claims to be.</param>
    public async Task<ApiResponse> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new(
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            answer.Headers.ETag?.ToString(),
            answer.Headers.RetryAfter?.ToString(),
            answer.Headers.CacheControl?.ToString(),
            answer.Headers.Location?.OriginalString,
            answer.Headers.TryGetValues("X-Export-Id", out var ids) ? ids.Single() : null,
            text
        );
    }

    public void Dispose() => http.Dispose();
}

/// <summary>An answer, read to its end.</summary>
public sealed record ApiResponse(
    int Status,
    string? MediaType,
    string? ETag,
    string? RetryAfter,
    string? CacheControl,
    string? Location,
    string? ExportId,
    string Text
)
{
    public JsonElement Json { get; } =
        MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonElement.Parse(Text) : default;

    public JsonElement this[string name] => Json.GetProperty(name);

    public IReadOnlyList<JsonElement> Items => [.. this["items"].EnumerateArray()];

    /// <summary>Of a 400: what is wrong, by name.</summary>
    public IReadOnlyList<string> Wrong => [.. this["errors"].EnumerateObject().Select(error => error.Name)];

    public string? ProblemType => this["type"].GetString();
}

using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>A program somebody stands before, without a browser that would be careful for them.</summary>
internal sealed class Door(TestDatabase database, TestApp app) : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = app.Url,
    };

    public TestApp App => app;

    public string Origin => app.Url.GetLeftPart(UriPartial.Authority);

    public static async Task<Door> StartAsync(params (string, string?)[] settings)
    {
        var data = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        var program = await TestApp.StartAsync(null, [.. data.Settings.Select(s => (s.Key, s.Value)), .. settings]);
        var at = new Door(data, program);
        var directory = program.Services.GetRequiredService<AccessDirectory>();
        await program.UntilAsync(_ => directory.IsLoaded, "accounts read");
        return at;
    }

    /// <summary>What is done can be noted no longer, and accounts cannot be read.</summary>
    public async Task BreakAsync()
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("DROP TABLE audit_log; ALTER TABLE accounts RENAME TO gone");
    }

    public async Task<string> CookieAsync() =>
        string.Join("; ", (await app.SignInAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? cookie,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SignInAsync(
        string password,
        (string, string)? more = null,
        string? cookie = null,
        string? forwardedFor = null
    ) =>
        FormAsync(
            "sign-in",
            cookie,
            [
                ("email", TestApp.AdminEmail),
                ("password", password),
                .. more is { } one ? [one] : Array.Empty<(string, string)>(),
            ],
            forwardedFor
        );

    public Task<HttpResponseMessage> FormAsync(
        string path,
        string? cookie,
        params (string Name, string Value)[] fields
    ) => FormAsync(path, cookie, fields, null);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    private Task<HttpResponseMessage> FormAsync(
        string path,
        string? cookie,
        (string Name, string Value)[] fields,
        string? forwardedFor
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        request.Headers.Add("Origin", Origin);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        return http.SendAsync(request);
    }
}

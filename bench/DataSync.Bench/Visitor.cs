using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DataSync.Bench.Circuits;

namespace DataSync.Bench;

/// <summary>Somebody signed in, and their browser. Thread-safe.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient http;
    private readonly CookieContainer cookies;

    private Visitor(HttpClient http, CookieContainer cookies) => (this.http, this.cookies) = (http, cookies);

    public static async Task<Visitor> SignInAsync(Uri program)
    {
        var jar = new CookieContainer();
        var visitor = new Visitor(
            new HttpClient(new SocketsHttpHandler { CookieContainer = jar, AllowAutoRedirect = false })
            {
                BaseAddress = program,
            },
            jar
        );
        using var form = new FormUrlEncodedContent([new("email", BenchApp.Email), new("password", BenchApp.Password)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "sign-in") { Content = form };
        request.Headers.Add("Origin", program.GetLeftPart(UriPartial.Authority));
        using var answer = await visitor.http.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.Redirect || jar.Count == 0)
            throw new InvalidOperationException($"The sign-in was answered with {answer.StatusCode}");
        return visitor;
    }

    /// <summary>The page as it is first drawn.</summary>
    public async Task<string> GetAsync(string page)
    {
        using var answer = await http.GetAsync(page);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{page} was answered with {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Opens a page as a browser does: gets it, then brings to life what is marked in it as living.</summary>
    public async Task<OpenPage> OpenAsync(string page)
    {
        var html = await GetAsync(page);
        // Only the beginnings have a descriptor.
        var markers = Markers().Matches(html).Select(match => match.Groups["json"].Value);
        var operations = new StringBuilder("{\"batchId\":1,\"operations\":[");
        operations.AppendJoin(
            ',',
            markers.Select((marker, at) => $$"""{"type":"add","ssrComponentId":{{at + 1}},"marker":{{marker}}}""")
        );
        return await OpenPage.OpenAsync(
            http.BaseAddress!,
            page,
            cookies.GetCookieHeader(http.BaseAddress!),
            operations.Append("]}").ToString(),
            State().Match(html).Groups["state"].Value
        );
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex(@"<!--Blazor:(?<json>\{[^>]*""descriptor""[^>]*\})-->", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^-]*)-->", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex State();
}

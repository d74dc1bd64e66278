using System.Net;
using DataSync.Tests.Support;
using DataSync.Web.Verbs;

namespace DataSync.Tests.Integration.Verbs;

public sealed class UserVerbTests
{
    private const string Password = "a password of the tests";

    [Theory, DatabaseData]
    public async Task A_password_from_the_input_lets_its_owner_in(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        (string, string?)[] settings = [.. database.Settings.Select(s => (s.Key, s.Value))];

        var add = await TestVerb.StartAsync(
            "user add ada@example.org --role operator --password-stdin",
            Password + "\n",
            settings
        );
        var again = await TestVerb.RunAsync("user add ada@example.org", settings);
        var bad = await TestVerb.RunAsync("user add ada", settings);
        var weak = await TestVerb.StartAsync("user add eve@example.org --password-stdin", "short\n", settings);
        var verify = await TestVerb.RunAsync("verify-audit", settings);

        Assert.True(add.Code == CommandLine.Done, add.All);
        Assert.DoesNotContain(Password, add.All, StringComparison.Ordinal);
        Assert.Equal(
            [CommandLine.Failed, CommandLine.Failed, CommandLine.Failed],
            new[] { again.Code, bad.Code, weak.Code }
        );
        Assert.Contains("already taken", again.Error, StringComparison.Ordinal);
        Assert.Contains("is not an e-mail address", bad.Error, StringComparison.Ordinal);
        Assert.Contains("Passwords must be", weak.Error, StringComparison.Ordinal);
        Assert.Equal("The audit log holds: 1 entries.", verify.Output.Trim());
        await using var app = await TestApp.StartAsync(null, [.. settings, .. WithoutBootstrap]);
        Assert.NotEmpty(await app.SignInAsync("ada@example.org", Password));
    }

    [Fact]
    public async Task The_link_it_prints_sets_a_password()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        (string, string?)[] settings = [.. database.Settings.Select(s => (s.Key, s.Value))];
        await using var app = await TestApp.StartAsync(null, [.. settings, .. WithoutBootstrap]);

        var add = await TestVerb.RunAsync(
            "user add ada@example.org --role admin",
            [.. settings, ("Site:PublicUrl", app.Url.ToString())]
        );

        Assert.True(add.Code == CommandLine.Done, add.All);
        Assert.Contains("is Admin", add.Output, StringComparison.Ordinal);
        var link = new Uri(add.Output.Trim().Split('\n')[^1]);
        Assert.Equal(app.Url.Authority, link.Authority);
        var given = System.Web.HttpUtility.ParseQueryString(link.Query);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([
            new("id", given["id"]),
            new("key", given["key"]),
            new("password", Password),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, link) { Content = form };
        request.Headers.Add("Origin", app.Url.GetLeftPart(UriPartial.Authority));
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.NotEmpty(await app.SignInAsync("ada@example.org", Password));
    }

    private static readonly (string, string?)[] WithoutBootstrap =
    [
        ("Auth:Bootstrap:Email", null),
        ("Auth:Bootstrap:Password", null),
        ("Auth:Bootstrap:ApiToken", null),
    ];
}

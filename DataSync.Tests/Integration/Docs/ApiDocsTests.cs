using System.Text.RegularExpressions;
using DataSync.Tests.Integration.Access;
using DataSync.Tests.Integration.Observability;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Docs;

/// <summary>What is told of the API, against its document and the matrix of who may what.</summary>
[Collection(WatchedHost.Name)]
public sealed partial class ApiDocsTests(WatchedHost watched)
{
    private static readonly string[] ForPrograms = ["/api/", "/health/", "/metrics", "/openapi/"];

    [Fact]
    public void Each_endpoint_is_documented_with_its_role_and_each_documented_one_is_there()
    {
        var documented = Documentation
            .Rows(Documentation.Text("api.md"))
            .Select(row => $"{row[0]} {row[1]} {row[2]}")
            .Order(StringComparer.Ordinal);
        // That these are all routes there are, and that the roles hold, the matrix's own test shows.
        var there = AllowMatrixTests
            .Routes.Where(route =>
                ForPrograms.Any(start => route.Key.Split(' ')[1].StartsWith(start, StringComparison.Ordinal))
            )
            .Select(route => $"{Constraints().Replace(route.Key, "}")} {Word(route.Value)}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(there, documented);
    }

    [Fact]
    public async Task Each_operation_is_documented_in_its_own_words()
    {
        var contract = new ApiContract((await watched.Host.Admin.GetAsync("openapi/v1.json")).Text);
        var documented = Documentation
            .Rows(Documentation.Text("api.md"))
            .Select(row => $"{row[0]} {row[1]} {row[3]}")
            .ToList();

        Assert.Equal(
            [],
            contract
                .Operations.Select(one => $"{one.Method} {one.Path} {one.Node["summary"]}")
                .Where(one => !documented.Contains(one))
        );
    }

    private static string Word(Least least) =>
        least switch
        {
            Least.Anonymous => "anybody",
            Least.Relay => "relay token",
            _ => $"{least}",
        };

    [GeneratedRegex(":[a-z]+\\}", RegexOptions.None, 1000)]
    private static partial Regex Constraints();
}

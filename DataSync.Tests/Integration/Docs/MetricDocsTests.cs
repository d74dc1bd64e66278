using System.Text.Json;
using System.Text.RegularExpressions;
using DataSync.Tests.Integration.Observability;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Docs;

/// <summary>What is told of metrics, and what is asked of them, against a scrape of a running program.</summary>
[Collection(WatchedHost.Name)]
public sealed partial class MetricDocsTests(WatchedHost watched)
{
    [Fact]
    public void Each_metric_is_documented_and_each_documented_one_is_there()
    {
        var documented = Documentation
            .Rows(Documentation.Text("observability.md"))
            .Select(row => row[0])
            .Where(name => name.StartsWith("datasync_", StringComparison.Ordinal));

        // Of a page nobody opened nothing is missing, because gauges say 0.
        Assert.Equal(
            watched.Metrics.Where(name => name.StartsWith("datasync_", StringComparison.Ordinal)).Order(),
            documented.Order()
        );
    }

    [Fact]
    public void Each_label_is_documented()
    {
        var rows = Documentation.Rows(Documentation.Text("observability.md")).Where(row => row.Length == 4).ToList();
        var missing = watched
            .Samples.Where(line => line.StartsWith("datasync_", StringComparison.Ordinal))
            .SelectMany(line => Labels().Matches(line).Select(label => (Line: line, Label: label.Groups["name"].Value)))
            .Where(one => one.Label is not "le")
            .Where(one => !rows.Any(row => Is(one.Line, row[0]) && (Names(row[2], one.Label) || row[2] is "the same")))
            .Select(one => $"{one.Label} of {one.Line}");

        Assert.Equal([], missing);
    }

    [Theory]
    [InlineData("grafana-dashboard.json", 20)]
    [InlineData("prometheus-alerts.yml", 12)]
    public void Each_query_finds_something(string file, int least)
    {
        var queries = Queries(file).ToList();
        Assert.True(queries.Count >= least, $"{queries.Count} queries");
        var lost = new List<string>();
        foreach (var query in queries)
        {
            var selectors = Selectors().Matches(query);
            Assert.True(selectors.Count > 0, query);
            foreach (Match selector in selectors)
            {
                var labels = selector.Groups["labels"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries);
                // What has not gone wrong yet has no samples; that there may be some is its documentation's to say.
                var never = labels.Contains("outcome=\"failed\"");
                if (watched.Value(selector.Groups["name"].Value, never ? [] : labels) is null)
                    lost.Add($"{selector.Value} in {query}");
            }
            foreach (Match by in Groupings().Matches(query))
            foreach (var label in by.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries))
                if (!watched.Samples.Any(line => line.Contains($"{label}=\"", StringComparison.Ordinal)))
                    lost.Add($"{label} in {query}");
        }
        Assert.Equal([], lost);
    }

    private static IEnumerable<string> Queries(string file)
    {
        var text = Documentation.Text(file);
        if (file.EndsWith(".yml", StringComparison.Ordinal))
            return Expressions().Matches(text).Select(found => found.Groups["query"].Value);
        using var dashboard = JsonDocument.Parse(text);
        return
        [
            .. dashboard
                .RootElement.GetProperty("panels")
                .EnumerateArray()
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
                .Select(target => target.GetProperty("expr").GetString()!),
        ];
    }

    private static bool Is(string sample, string metric) =>
        Regex.IsMatch(sample, $@"^{metric}(_bucket|_sum|_count)?\{{", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool Names(string cell, string label) => cell.Split(' ', ',', ';').Contains(label);

    [GeneratedRegex("(?<name>(datasync|dotnet)_\\w+)(\\{(?<labels>[^}]*)\\})?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selectors();

    [GeneratedRegex("by \\((?<labels>[^)]*)\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Groupings();

    [GeneratedRegex("(?<name>\\w+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Labels();

    [GeneratedRegex("^ +expr: (?<query>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expressions();
}

using System.Reflection;
using System.Text;
using DataSync.Core;
using DataSync.Tests.Support;
using DataSync.Web.Verbs;
using Microsoft.Extensions.Configuration;

namespace DataSync.Tests.Integration.Docs;

/// <summary>What is told of settings, against the classes that are read.</summary>
public sealed class SettingDocsTests
{
    private static readonly IReadOnlyDictionary<string, string> Documented = Documentation
        .Rows(Documentation.Text("configuration.md"))
        .ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    [Fact]
    public void Each_setting_is_documented_and_each_documented_one_is_read()
    {
        Assert.True(SettingKeys.All.Count > 50, $"{SettingKeys.All.Count} keys");
        Assert.Equal(SettingKeys.All, Documented.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_default_is_the_one_that_holds()
    {
        var wrong = new List<string>();
        foreach (
            var type in new[] { typeof(SiteOptions).Assembly, typeof(SettingKeys).Assembly }.SelectMany(a =>
                a.GetTypes()
            )
        )
        {
            if (type.GetField("Section") is not { IsLiteral: true } section)
                continue;
            var defaults = Activator.CreateInstance(type);
            foreach (var property in type.GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
            {
                var key = $"{section.GetRawConstantValue()}:{property.Name}".Replace(
                    "Database:ConnectionString",
                    "ConnectionStrings:DataSync",
                    StringComparison.Ordinal
                );
                var holds = Text(property, defaults);
                if (Documented.GetValueOrDefault(key) != holds)
                    wrong.Add($"{key}: {holds}, documented {Documented.GetValueOrDefault(key)}");
            }
        }
        Assert.Equal([], wrong);
    }

    [Fact]
    public void The_example_holds_no_setting_nobody_reads()
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(Documentation.Text("../appsettings.example.json")));
        var example = new ConfigurationBuilder().AddJsonStream(text).Build();

        Assert.Equal([], SettingKeys.Unknown(example));
        Assert.NotEmpty(example.GetSection("N8n").GetChildren());
    }

    [Fact]
    public void A_slip_of_the_pen_is_found_wherever_it_is()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["N8n:BaseUri"] = "x",
                    ["N8n:Secrets:any name"] = "x",
                    ["Classification:Tags:0:Tags"] = "x",
                    ["Classification:Tags:1:Tag"] = "x",
                    ["ReverseProxy:KnownProxies:0"] = "x",
                    ["smtp:HOST"] = "x",
                    ["Logging:LogLevel:Default"] = "x",
                }
            )
            .Build();

        Assert.Equal(["Classification:Tags:0:Tags", "N8n:BaseUri"], SettingKeys.Unknown(settings));
    }

    private static string Text(PropertyInfo property, object? of) =>
        property.GetValue(of) switch
        {
            null => "–",
            TimeSpan { Ticks: >= TimeSpan.TicksPerDay } days => $"{days.Days}",
            bool flag => flag ? "true" : "false",
            var value => $"{value}",
        };
}

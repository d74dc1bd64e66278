using System.Reflection;
using DataSync.Core;
using DataSync.Core.Persistence;
using DataSync.Web.Access;

namespace DataSync.Web.Verbs;

/// <summary>Every setting there is: the properties of the options classes, which name their section.</summary>
internal static class SettingKeys
{
    /// <summary>Where only the last part of a key is people's own to choose, it is <c>&lt;name&gt;</c> or <c>&lt;n&gt;</c>.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. new[] { typeof(SiteOptions).Assembly, typeof(OidcOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetField("Section")?.IsLiteral == true)
            .SelectMany(type => Of((string)type.GetField("Section")!.GetRawConstantValue()!, type))
            // It is no part of its section, but where .NET keeps them.
            .Select(key => Same(key, "Database:ConnectionString") ? DatabaseOptions.ConnectionKey : key)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What is set below our sections and read by nobody.</summary>
    public static IReadOnlyList<string> Unknown(IConfiguration configuration)
    {
        var sections = All.Select(key => key.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. configuration
                .AsEnumerable()
                .Where(pair => pair.Value is not null && sections.Contains(pair.Key.Split(':')[0]))
                .Select(pair => pair.Key)
                .Where(key => key.Contains(':', StringComparison.Ordinal) && !All.Any(known => Matches(known, key)))
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static IEnumerable<string> Of(string prefix, Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite || property.PropertyType.IsGenericType)
            .SelectMany(property => Of($"{prefix}:{property.Name}", property));

    private static IEnumerable<string> Of(string key, PropertyInfo property)
    {
        var of = property.PropertyType;
        if (!of.IsGenericType || of.IsValueType)
            return [key];
        var element = of.GetGenericArguments()[^1];
        var part = of.GetGenericArguments().Length == 2 ? "<name>" : "<n>";
        return element == typeof(string) ? [$"{key}:{part}"] : Of($"{key}:{part}", element);
    }

    private static bool Matches(string known, string key)
    {
        var (parts, given) = (known.Split(':'), key.Split(':'));
        return parts.Length == given.Length
            && parts.Zip(given).All(pair => pair.First[0] == '<' || Same(pair.First, pair.Second));
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Concurrent;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Components;

/// <summary>
/// Small markup that is the same for everybody, made once: in the render tree of each circuit it is one frame, not six.
/// Holds words and numbers of ours alone, nothing that came from outside.
/// </summary>
public static class Glyph
{
    private static readonly ConcurrentDictionary<string, MarkupString> Icons = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Enum, MarkupString> Named = [];

    /// <param name="icon">A symbol of <c>IconSprite</c>.</param>
    public static MarkupString Of(string icon) =>
        Icons.GetOrAdd(icon, key => new($"<svg class=\"ds-i\" aria-hidden=\"true\"><use href=\"#i-{key}\" /></svg>"));

    public static MarkupString Of<T>(T value)
        where T : struct, Enum => Of(Words.Key(value));

    /// <summary>A state is never an icon alone.</summary>
    public static MarkupString Of(Health health) =>
        Named.GetOrAdd(health, _ => new($"<span class=\"ds-health\">{Of<Health>(health)}{Words.Of(health)}</span>"));

    public static MarkupString Of(CloudProvider provider) =>
        Named.GetOrAdd(provider, _ => new($"{Of<CloudProvider>(provider)}<span>{Words.Of(provider)}</span>"));

    public static MarkupString Of(WorkflowType type) =>
        Named.GetOrAdd(type, _ => new($"{Of<WorkflowType>(type)}<span>{Words.Of(type)}</span>"));

    public static MarkupString Of(ResourceCounts counts) =>
        new(
            Count("+", counts.Created)
                + Count("~", counts.Updated)
                + Count("−", counts.Deleted)
                + Count("✕", counts.Failed, "ds-bad")
        );

    private static string Count(string sign, int? count, string? kind = null) =>
        $"<span class=\"{(count > 0 ? kind : "ds-none")}\">{sign}{(count is { } number ? $"{number:N0}" : "?")}</span>";
}

using System.ComponentModel;

namespace DataSync.Web.Api;

/// <summary>A piece of a list.</summary>
/// <param name="NextCursor">Give it as <c>cursor</c> to read on; null: this was all.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);

/// <summary>Which piece of a list.</summary>
internal sealed record PageQuery(
    [property: Description("Most items in the answer.")] PageSize? Limit,
    [property: Description("nextCursor of an earlier answer to the same question.")] string? Cursor
);

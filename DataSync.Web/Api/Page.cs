namespace DataSync.Web.Api;

/// <summary>A piece of a list.</summary>
/// <param name="NextCursor">Give it as <c>cursor</c> to read on; null: this was all.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);

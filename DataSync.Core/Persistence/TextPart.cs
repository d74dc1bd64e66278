namespace DataSync.Core.Persistence;

/// <summary>Looks for a part of a text whatever its cases: SQLite tells these apart in all ways but LIKE.</summary>
internal static class TextPart
{
    public const string Escape = "!";

    /// <summary>For LIKE with <see cref="Escape"/>.</summary>
    public static string Pattern(string text) =>
        $"%{text.Replace(Escape, "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
}

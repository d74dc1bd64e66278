namespace DataSync.Core.Trends;

/// <summary>An issued report. Nothing of it ever changes; a correction is a row of its own.</summary>
public sealed class Report
{
    public int Id { get; set; }
    public ReportKind Kind { get; set; }
    public required string Title { get; set; }

    /// <summary>UTC.</summary>
    public DateTime From { get; set; }

    /// <summary>UTC, not included.</summary>
    public DateTime To { get; set; }

    /// <summary>1, and one more for each correction of the same period.</summary>
    public int Version { get; set; }

    /// <summary>Why it was corrected; null for the first.</summary>
    public string? Reason { get; set; }
    public DateTime IssuedAt { get; set; }
    public required string IssuedBy { get; set; }

    /// <summary>JSON of <see cref="ReportContent"/>.</summary>
    public required string Content { get; set; }

    /// <summary>Of the content's UTF-8 bytes, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; set; }
}

public enum ReportKind
{
    Month,
    Quarter,
    Period,
}

/// <summary>What is frozen: the numbers, and the page in words and figures, so that it reads the same whatever the program is by then.</summary>
public sealed record ReportContent(ReportFacts Facts, ReportDocument Document);

/// <param name="Lead">Sentences below the title.</param>
public sealed record ReportDocument(string Title, IReadOnlyList<string> Lead, IReadOnlyList<ReportSection> Sections);

/// <param name="Columns">Of its table; empty: there is none.</param>
/// <param name="Rows">Each with a cell for each column.</param>
/// <param name="Texts">How many columns, from the first, hold words and not numbers.</param>
public sealed record ReportSection(
    string Heading,
    IReadOnlyList<string> Paragraphs,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    int Texts = 1
);

/// <summary>Words a report.</summary>
public interface IReportWriter
{
    ReportDocument Write(ReportFacts facts);
}

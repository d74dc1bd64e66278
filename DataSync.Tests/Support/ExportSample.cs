using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;

namespace DataSync.Tests.Support;

/// <summary>A table of everything that can go wrong in a cell.</summary>
internal static class ExportSample
{
    public static readonly DateTime At = new DateTime(2026, 3, 29, 1, 59, 59, 250, DateTimeKind.Utc);

    /// <summary>Formulas, other scripts, what no XML and no line of CSV holds as it is, and what looks like an escape.</summary>
    public static readonly string[] Nasty =
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "'=1",
        "'quoted'",
        "＝1+1",
        "one;=1+1",
        "one;\"\"=1+1",
        "one\t@SUM(A1)",
        "one\r\n-1",
        "one\n'quoted';'quoted'",
        "上海 VPC 同期",
        "Сеть «Москва»",
        "الشبكة",
        "𠮷野家 🛰",
        "a \"quoted\", separated\r\ntext;\tof lines",
        "  spaces around  ",
        "bell \u0007 and _x0007_ and _x005F_",
        "<a href=\"#\">&amp;</a>",
        "0012",
        "1e5",
        "2026-03-29",
        "true",
    ];

    public static ExportTable Of(IEnumerable<string?> texts, Role least = Role.Viewer) =>
        Of(cancellation => texts.ToAsyncEnumerable(), least);

    public static ExportTable Of(Func<CancellationToken, IAsyncEnumerable<string?>> rows, Role least = Role.Viewer)
    {
        ExportColumn<string?>[] columns =
        [
            new("text", "Text", ExportKind.Text, text => text),
            new("word", "Word", ExportKind.Text, _ => ExportWord.Of(ExecutionStatus.Failure, ExecutionWords.Of)),
            new("flag", "Flag", ExportKind.Text, _ => true),
            new("count", "Count", ExportKind.WholeNumber, text => text is null ? null : -9_007_199_254_740_991L, "ms"),
            new("share", "Share", ExportKind.Number, text => text is null ? null : 0.125, "%"),
            new("at", "At", ExportKind.Time, text => text is null ? null : At),
        ];
        return ExportTable.Of("sample", "Sample", least, columns, [], rows);
    }

    public static async Task<byte[]> FileAsync(ExportTable table, ExportFormat format)
    {
        using var file = new MemoryStream();
        await using var sink = new ExportSink(file);
        using (var writer = ExportWriter.Open(table, format, sink))
        {
            await foreach (var cells in table.Rows(default))
                writer.Write(cells);
            writer.End();
        }
        await sink.DrainAsync(default);
        Assert.Equal(file.Length, sink.Sent);
        return file.ToArray();
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;

namespace DataSync.Core.Trends;

/// <summary>RFC 4180, UTF-8 with the mark by which spreadsheets know it.</summary>
internal sealed class ExportCsv : ExportWriter
{
    /// <summary>
    /// What a spreadsheet takes for the beginning of a formula, also in its wide forms, and the apostrophe itself: such a text
    /// gets an apostrophe before it, and a reader has it back by taking one away from each text that begins with one.
    /// </summary>
    private static readonly SearchValues<char> Guarded = SearchValues.Create("=+-@\t\r\n'＝＋－＠");

    private readonly CsvWriter csv;

    public ExportCsv(ExportTable table, Stream sink)
    {
        var text = new StreamWriter(sink, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var column in table.Columns)
            csv.WriteField(column.Heading("UTC, ISO 8601"));
        csv.NextRecord();
    }

    public override void Write(object?[] cells)
    {
        foreach (var cell in cells)
            csv.WriteField(Text(cell));
        csv.NextRecord();
    }

    public override void End() => csv.Flush();

    public override void Dispose() => csv.Dispose();

    private static string? Text(object? cell) =>
        cell switch
        {
            null => null,
            string text => Guard(text),
            ExportWord word => Guard(word.Shown),
            bool answer => ExportWord.Of(answer),
            DateTime time => ExportTimes.Of(time),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, "A value no cell takes"),
        };

    private static string Guard(string text) => text.Length > 0 && Guarded.Contains(text[0]) ? "'" + text : text;
}

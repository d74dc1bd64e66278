using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;

namespace DataSync.Core.Trends;

/// <summary>RFC 4180, UTF-8 with the mark by which spreadsheets know it.</summary>
internal sealed partial class ExportCsv : ExportWriter
{
    /// <summary>
    /// Where a spreadsheet would take the next character for the beginning of a formula, also in its wide forms, or it is an
    /// apostrophe: at the beginning, and after what some countries' spreadsheets take for the end of a cell. An apostrophe is put
    /// there; a reader has the text back by taking one away from each such place.
    /// </summary>
    [GeneratedRegex(
        @"^(?=[=+\-@'＝＋－＠\t\r\n])|(?=[=+\-@'＝＋－＠])(?<=[;\t\r\n]""*)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Guarded();

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

    private static string Guard(string text) => Guarded().Replace(text, "'");
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace DataSync.Core.Trends;

/// <summary>
/// A workbook, written forwards only. Texts are of the number format Text, so that none becomes a formula, not even when
/// somebody edits its cell; times are dates. The same rows make the same bytes: nothing of it tells when it was made.
/// </summary>
internal sealed class ExportXlsx : ExportWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>Excel takes no more in a sheet, its heading included; what is beyond goes on in another.</summary>
    public const int MostLines = 1_048_576;

    /// <summary>Characters Excel takes in a cell; what is longer ends with an ellipsis.</summary>
    public const int LongestText = 32_767;

    private static readonly DateTime DayZero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTimeOffset Timeless = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Of the cells of each kind, by their place in <see cref="ExportXlsxParts.Styles"/>.</summary>
    private static readonly Dictionary<ExportKind, (string Style, int Width)> Looks = new()
    {
        [ExportKind.Text] = ("1", 28),
        [ExportKind.WholeNumber] = ("2", 14),
        [ExportKind.Number] = ("3", 14),
        [ExportKind.Time] = ("4", 24),
    };

    private readonly ExportTable table;
    private readonly int mostLines;
    private readonly ZipArchive zip;
    private readonly string[] letters;
    private readonly string[] styles;
    private Stream part = Stream.Null;
    private XmlWriter sheet;
    private int sheets;
    private int line;

    public ExportXlsx(ExportTable table, Stream sink, int mostLines = MostLines)
    {
        (this.table, this.mostLines) = (table, mostLines);
        zip = new(sink, ZipArchiveMode.Create, leaveOpen: true);
        letters = [.. Enumerable.Range(0, table.Columns.Count).Select(Letters)];
        styles = [.. table.Columns.Select(column => Looks[column.Kind].Style)];
        foreach (var (name, content) in ExportXlsxParts.First)
            Add(name, content);
        sheet = BeginSheet();
    }

    public override void Write(object?[] cells)
    {
        if (line == mostLines)
        {
            EndSheet();
            sheet = BeginSheet();
        }
        BeginLine();
        for (var at = 0; at < cells.Length; at++)
            Write(at, cells[at]);
        sheet.WriteEndElement();
    }

    public override void End()
    {
        EndSheet();
        foreach (var (name, content) in ExportXlsxParts.Last(table.Title, sheets))
            Add(name, content);
        // It writes its directory when it is left.
        zip.Dispose();
    }

    public override void Dispose()
    {
        sheet.Dispose();
        part.Dispose();
        zip.Dispose();
    }

    private void Write(int column, object? cell)
    {
        switch (cell)
        {
            case null:
                break;
            case string text:
                WriteText(column, styles[column], text);
                break;
            case ExportWord word:
                WriteText(column, styles[column], word.Shown);
                break;
            case bool answer:
                WriteText(column, styles[column], ExportWord.Of(answer));
                break;
            case DateTime time:
                WriteNumber(column, (time - DayZero).TotalDays.ToString("R", CultureInfo.InvariantCulture));
                break;
            case IFormattable number:
                WriteNumber(column, number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(cell), cell, "A value no cell takes");
        }
    }

    private void WriteNumber(int column, string number)
    {
        BeginCell(column, styles[column]);
        sheet.WriteElementString("v", number);
        sheet.WriteEndElement();
    }

    private void WriteText(int column, string style, string text)
    {
        BeginCell(column, style);
        sheet.WriteAttributeString("t", "inlineStr");
        sheet.WriteStartElement("is");
        sheet.WriteStartElement("t");
        sheet.WriteAttributeString("xml", "space", null, "preserve");
        sheet.WriteString(ExportXlsxParts.Fit(text));
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    private void BeginCell(int column, string style)
    {
        sheet.WriteStartElement("c");
        sheet.WriteAttributeString("r", string.Create(CultureInfo.InvariantCulture, $"{letters[column]}{line}"));
        sheet.WriteAttributeString("s", style);
    }

    private void BeginLine()
    {
        line++;
        sheet.WriteStartElement("row");
        sheet.WriteAttributeString("r", line.ToString(CultureInfo.InvariantCulture));
    }

    private XmlWriter BeginSheet()
    {
        sheets++;
        line = 0;
        part = Entry(ExportXlsxParts.Sheet(sheets)).Open();
        sheet = XmlWriter.Create(part, new() { NewLineHandling = NewLineHandling.Entitize });
        sheet.WriteStartDocument(standalone: true);
        sheet.WriteStartElement("worksheet", Main);
        // The heading stays where it is.
        sheet.WriteRaw(
            "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
        );
        for (var at = 1; at <= letters.Length; at++)
            sheet.WriteRaw(
                $"<col min=\"{at}\" max=\"{at}\" width=\"{Looks[table.Columns[at - 1].Kind].Width}\" customWidth=\"1\"/>"
            );
        sheet.WriteRaw("</cols>");
        sheet.WriteStartElement("sheetData");
        BeginLine();
        for (var at = 0; at < letters.Length; at++)
            WriteText(at, "5", table.Columns[at].Heading("UTC"));
        sheet.WriteEndElement();
        return sheet;
    }

    private void EndSheet()
    {
        sheet.WriteEndElement();
        sheet.WriteRaw($"<autoFilter ref=\"A1:{letters[^1]}{line}\"/>");
        sheet.WriteEndDocument();
        sheet.Dispose();
        part.Dispose();
    }

    private void Add(string name, string content)
    {
        using var text = new StreamWriter(Entry(name).Open(), new UTF8Encoding(false));
        text.Write(content);
    }

    private ZipArchiveEntry Entry(string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Timeless;
        return entry;
    }

    private static string Letters(int column) =>
        column < 26 ? $"{(char)('A' + column)}" : $"{Letters((column / 26) - 1)}{(char)('A' + (column % 26))}";
}

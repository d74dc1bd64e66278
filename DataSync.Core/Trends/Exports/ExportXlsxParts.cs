using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace DataSync.Core.Trends;

/// <summary>The small parts of a workbook, and how its texts are written.</summary>
internal static partial class ExportXlsxParts
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public static string Sheet(int number) => $"xl/worksheets/sheet{number}.xml";

    /// <summary>By which the file is known for a workbook. What it does not name otherwise is a sheet.</summary>
    public static readonly (string Name, string Content)[] First =
    [
        (
            "[Content_Types].xml",
            $"{Head}<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + $"<Default Extension=\"xml\" ContentType=\"{Type}.worksheet+xml\"/>"
                + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Type}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Type}.styles+xml\"/></Types>"
        ),
        (
            "_rels/.rels",
            $"{Head}<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
        ("xl/styles.xml", Styles),
    ];

    /// <summary>What names the sheets, of which it is known at the end only how many they are.</summary>
    public static IEnumerable<(string Name, string Content)> Last(string title, int sheets)
    {
        var numbers = Enumerable.Range(1, sheets).ToList();
        yield return (
            "xl/workbook.xml",
            $"{Head}<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>"
                + string.Concat(
                    numbers.Select(n =>
                        $"<sheet name=\"{title}{(n == 1 ? "" : $" {n}")}\" sheetId=\"{n}\" r:id=\"r{n}\"/>"
                    )
                )
                + "</sheets></workbook>"
        );
        yield return (
            "xl/_rels/workbook.xml.rels",
            $"{Head}<Relationships xmlns=\"{Package}/relationships\">"
                + string.Concat(
                    numbers.Select(n =>
                        $"<Relationship Id=\"r{n}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
                    )
                )
                + $"<Relationship Id=\"styles\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>"
        );
    }

    /// <summary>0 nothing, 1 text, 2 integer, 3 number, 4 time, 5 heading.</summary>
    private const string Styles =
        $"{Head}<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss.000\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"6\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"1\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";

    /// <summary>
    /// As a cell takes it: not too long, and what XML cannot hold as <c>_x0001_</c>, which spreadsheets read back; a text that
    /// has such letters itself is told apart by <c>_x005F_</c> for their first underscore.
    /// </summary>
    public static string Fit(string text)
    {
        if (text.Length > ExportXlsx.LongestText)
            text = $"{Persistence.StoredText.Cut(text, ExportXlsx.LongestText - 1)}…";
        if (text.Contains("_x", StringComparison.OrdinalIgnoreCase))
            text = LooksEscaped().Replace(text, "_x005F_");
        for (var at = 0; at < text.Length; at++)
        {
            if (!XmlConvert.IsXmlChar(text[at]) || char.IsSurrogate(text[at]))
                return Escaped(text);
        }
        return text;
    }

    private static string Escaped(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        // Half a surrogate pair becomes the sign for what cannot be read.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value))
                result.Append($"_x{rune.Value:X4}_");
            else
                result.Append(rune.ToString());
        }
        return result.ToString();
    }

    [GeneratedRegex("_(?=x[0-9a-f]{4}_)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LooksEscaped();
}

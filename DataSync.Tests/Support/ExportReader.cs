using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsvHelper;
using DataSync.Core.Trends;
using ExcelDataReader;

namespace DataSync.Tests.Support;

/// <summary>An export as somebody else's program reads it.</summary>
/// <param name="Names">First line of a sheet, or names of the properties.</param>
/// <param name="Rows">Texts, <see cref="double"/>s, <see cref="DateTime"/>s and <see cref="bool"/>s; of CSV texts only. Null: empty.</param>
public sealed partial record ExportReader(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    static ExportReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static ExportReader Read(ExportFormat format, byte[] file) =>
        format switch
        {
            ExportFormat.Csv => Csv(file),
            ExportFormat.Xlsx => Xlsx(file),
            ExportFormat.Json => Json(file),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no reader"),
        };

    /// <summary>All cells as texts, so that formats can be compared: times as ISO 8601, what is guarded in CSV as it was.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Texts =>
        [.. Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Text)])];

    public IEnumerable<string> Column(string name)
    {
        var at = Names.ToList().IndexOf(name);
        Assert.True(at >= 0, $"no column {name} in {string.Join(", ", Names)}");
        return Texts.Select(row => row[at]);
    }

    public static string Text(object? cell) =>
        cell switch
        {
            null => "",
            DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture),
            bool answer => answer ? "yes" : "no",
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
        };

    private static ExportReader Csv(byte[] file)
    {
        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        using var csv = new CsvReader(
            new StreamReader(new MemoryStream(file), Encoding.UTF8),
            CultureInfo.InvariantCulture
        );
        Assert.True(csv.Read() && csv.ReadHeader());
        var names = csv.HeaderRecord!;
        var rows = new List<IReadOnlyList<object?>>();
        while (csv.Read())
            rows.Add([.. Enumerable.Range(0, names.Length).Select(at => Unguarded(csv.GetField(at)!))]);
        return new(names, rows);
    }

    private static string? Unguarded(string text) => text.Length == 0 ? null : Guards().Replace(text, "");

    [GeneratedRegex(@"(?<=^|[;\t\r\n]""*)'", RegexOptions.None, 1000)]
    private static partial Regex Guards();

    private static ExportReader Xlsx(byte[] file)
    {
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(file));
        var rows = new List<IReadOnlyList<object?>>();
        List<string> names = [];
        do
        {
            Assert.True(reader.Read());
            names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            while (reader.Read())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        } while (reader.NextResult());
        return new(names, rows);
    }

    private static ExportReader Json(byte[] file)
    {
        using var document = JsonDocument.Parse(file);
        var root = document.RootElement;
        List<string> names =
        [
            .. root.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!),
        ];
        List<IReadOnlyList<object?>> rows =
        [
            .. root.GetProperty("rows")
                .EnumerateArray()
                .Select(row => (IReadOnlyList<object?>)[.. names.Select(name => Value(row.GetProperty(name)))]),
        ];
        Assert.Equal(rows.Count, root.GetProperty("rowCount").GetInt64());
        return new(names, rows);
    }

    private static object? Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            _ => value.GetString(),
        };
}

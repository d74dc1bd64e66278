using DataSync.Core.Trends;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Trends;

/// <summary>What a person sees who opens an export in LibreOffice.</summary>
public sealed class ExportInLibreOfficeTests
{
    [Fact]
    public async Task A_workbook_has_dates_numbers_and_texts_of_any_script_and_no_formula()
    {
        var file = await ExportSample.FileAsync(ExportSample.Of(ExportSample.Nasty), ExportFormat.Xlsx);

        var lines = await LibreOffice.OpenAsync("xlsx", file);

        Assert.Equal(
            ["Text", "Word", "Flag", "Count (ms)", "Share (%)", "At (UTC)"],
            lines[0].Take(6).Select(cell => cell.Value)
        );
        Assert.Equal(ExportSample.Nasty.Length, lines.Count - 1);
        foreach (var (line, text) in lines.Skip(1).Zip(ExportSample.Nasty))
        {
            Assert.All(line, cell => Assert.Null(cell.Formula));
            Assert.Equal(
                ["string", "string", "string", "float", "float", "date"],
                line.Take(6).Select(cell => cell.Type)
            );
            Assert.Equal(
                [Shown(text), "Failed", "yes", "-9007199254740991", "0.125", "2026-03-29T01:59:59.25"],
                line.Take(6).Select(cell => cell.Value)
            );
        }
    }

    [Fact]
    public async Task In_a_csv_nothing_is_calculated_and_every_script_is_right()
    {
        string[] texts = ["=1+1", "@SUM(A1)", "-1+1", "上海 VPC 同期", "Сеть «Москва»", "𠮷野家 🛰"];
        var file = await ExportSample.FileAsync(ExportSample.Of(texts), ExportFormat.Csv);

        var lines = await LibreOffice.OpenAsync("csv", file);

        Assert.Equal(
            ["'=1+1", "'@SUM(A1)", "'-1+1", "上海 VPC 同期", "Сеть «Москва»", "𠮷野家 🛰"],
            lines.Skip(1).Select(line => line[0].Value)
        );
        Assert.All(lines.Skip(1), line => Assert.Equal(("string", null), (line[0].Type, line[0].Formula)));
        Assert.All(lines.Skip(1), line => Assert.Equal(("float", "0.125"), (line[4].Type, line[4].Value)));
    }

    /// <summary>
    /// LibreOffice shows lines of a cell as paragraphs, keeps no tab in a cell of several, and writes no character that its
    /// own XML cannot hold.
    /// </summary>
    private static string Shown(string text) =>
        text.Contains("\r\n", StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)
            : text.Replace("\a", "", StringComparison.Ordinal);
}

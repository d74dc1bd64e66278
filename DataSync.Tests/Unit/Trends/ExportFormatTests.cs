using System.IO.Compression;
using System.Text;
using DataSync.Core.Access;
using DataSync.Core.Trends;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.Trends;

/// <summary>What the files say to programs that are not ours.</summary>
public sealed class ExportFormatTests
{
    public static readonly TheoryData<ExportFormat> Formats = [.. Enum.GetValues<ExportFormat>()];

    [Theory, MemberData(nameof(Formats))]
    public async Task Every_text_comes_back_as_it_was(ExportFormat format)
    {
        var read = ExportReader.Read(format, await ExportSample.FileAsync(ExportSample.Of(ExportSample.Nasty), format));

        Assert.Equal(ExportSample.Nasty, read.Rows.Select(row => (string?)row[0]));
    }

    [Fact]
    public async Task A_workbook_has_numbers_dates_and_units()
    {
        var read = ExportReader.Read(
            ExportFormat.Xlsx,
            await ExportSample.FileAsync(ExportSample.Of(["=1+1", null]), ExportFormat.Xlsx)
        );

        Assert.Equal(["Text", "Word", "Flag", "Count (ms)", "Share (%)", "At (UTC)"], read.Names);
        object?[] first =
        [
            "=1+1",
            "Failed",
            "yes",
            -9_007_199_254_740_991d,
            0.125,
            DateTime.SpecifyKind(ExportSample.At, DateTimeKind.Unspecified),
        ];
        Assert.Equal(first, read.Rows[0]);
        Assert.Equal([null, "Failed", "yes", null, null, null], read.Rows[1]);
    }

    [Fact]
    public async Task Json_has_numbers_and_the_words_of_the_api()
    {
        var read = ExportReader.Read(
            ExportFormat.Json,
            await ExportSample.FileAsync(ExportSample.Of(["=1+1", null]), ExportFormat.Json)
        );

        Assert.Equal(["text", "word", "flag", "count", "share", "at"], read.Names);
        Assert.Equal(
            ["=1+1", "failure", true, -9_007_199_254_740_991d, 0.125, "2026-03-29T01:59:59.25Z"],
            read.Rows[0]
        );
        Assert.Equal([null, "failure", true, null, null, null], read.Rows[1]);
    }

    [Fact]
    public async Task Csv_has_zones_units_and_nothing_a_spreadsheet_would_calculate()
    {
        var text = Encoding.UTF8.GetString(
            await ExportSample.FileAsync(ExportSample.Of(["=1+1", null, "plain"]), ExportFormat.Csv)
        );

        Assert.Equal(
            """
            Text,Word,Flag,Count (ms),Share (%),"At (UTC, ISO 8601)"
            '=1+1,Failed,yes,-9007199254740991,0.125,2026-03-29T01:59:59.25Z
            ,Failed,yes,,,
            plain,Failed,yes,-9007199254740991,0.125,2026-03-29T01:59:59.25Z

            """.ReplaceLineEndings("\r\n"),
            text.TrimStart('\uFEFF')
        );
    }

    /// <summary>Where the semicolon separates, quotation marks within a cell do not keep it together.</summary>
    [Fact]
    public async Task Nor_would_one_in_a_country_of_semicolons()
    {
        var text = Encoding.UTF8.GetString(
            await ExportSample.FileAsync(ExportSample.Of(ExportSample.Nasty), ExportFormat.Csv)
        );

        var cells = text.TrimStart('\uFEFF').Split([';', '\t', '\r', '\n']).Select(cell => cell.TrimStart('"'));
        Assert.DoesNotContain(cells, cell => cell is ['=' or '+' or '-' or '@' or '＝', ..]);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task The_same_rows_make_the_same_bytes(ExportFormat format)
    {
        var first = await ExportSample.FileAsync(ExportSample.Of(ExportSample.Nasty), format);

        Assert.Equal(first, await ExportSample.FileAsync(ExportSample.Of(ExportSample.Nasty), format));
    }

    [Fact]
    public void What_one_sheet_cannot_hold_goes_on_in_another()
    {
        using var file = new MemoryStream();
        using (var writer = new ExportXlsx(ExportSample.Of([]), file, mostLines: 3))
        {
            for (var row = 1; row <= 5; row++)
                writer.Write([$"{row}", null, null, null, null, null]);
            writer.End();
        }

        var read = ExportReader.Read(ExportFormat.Xlsx, file.ToArray());
        Assert.Equal(["1", "2", "3", "4", "5"], read.Column("Text"));
        file.Position = 0;
        using var zip = new ZipArchive(file);
        Assert.Equal(3, zip.Entries.Count(entry => entry.FullName.Contains("sheet", StringComparison.Ordinal)));
        Assert.Equal("[Content_Types].xml", zip.Entries[0].FullName);
    }

    [Fact]
    public async Task A_text_longer_than_a_cell_ends_with_an_ellipsis()
    {
        var text = new string('x', ExportXlsx.LongestText + 1);

        var read = ExportReader.Read(
            ExportFormat.Xlsx,
            await ExportSample.FileAsync(ExportSample.Of([text, text[1..]]), ExportFormat.Xlsx)
        );

        Assert.Equal(text[2..] + "…", read.Rows[0][0]);
        Assert.Equal(text[1..], read.Rows[1][0]);
    }

    [Fact]
    public void A_filter_too_long_to_be_kept_is_refused_by_its_name() =>
        Assert.Equal(
            "workflowId",
            Assert
                .Throws<RefusedException>(() => ExportFilter.Text("workflowId", "Workflow", new string('x', 300)))
                .Field
        );
}

using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace DataSync.Web.Components;

/// <summary>
/// Files people take away, streamed. A file that could not be finished ends with a broken connection, so that nobody takes it
/// for a whole one.
/// </summary>
internal static class Download
{
    /// <summary>What a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture)
    {
        InjectionOptions = InjectionOptions.Escape,
    };

    /// <summary>Says what comes; nothing may have been written before.</summary>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    public static void Announce(HttpResponse response, string what, string format, DateTime now)
    {
        response.ContentType = format is "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=datasync-{what}-{now:yyyyMMdd-HHmmss}.{format}";
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>Begins with the names of the columns; the mark at its start tells spreadsheets that it is UTF-8.</summary>
    public static async Task<CsvWriter> CsvAsync(Stream body, IEnumerable<string> columns)
    {
        var csv = new CsvWriter(new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), Csv);
        foreach (var column in columns)
            csv.WriteField(column);
        await csv.NextRecordAsync();
        return csv;
    }

    /// <summary>A time in such a file, to the microsecond, UTC.</summary>
    public static string? At(DateTime? at) => at?.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}

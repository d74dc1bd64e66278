using System.Diagnostics;
using System.Xml.Linq;

namespace DataSync.Tests.Support;

/// <summary>LibreOffice without a window, a process with a profile of its own; test.sh installs it.</summary>
internal static class LibreOffice
{
    private const string Table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}";
    private const string Office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}";
    private const string Text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What it sees when it opens the file.</summary>
    /// <returns>The lines of the first sheet as far as they have cells.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<SheetCell>>> OpenAsync(string ending, byte[] file)
    {
        var folder = Directory.CreateTempSubdirectory("datasync-office-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"export.{ending}"), file);
            await RunAsync(
                folder,
                [
                    "--headless",
                    "--norestore",
                    $"-env:UserInstallation=file://{folder}/profile",
                    // Comma, quote, UTF-8, from the first line: what its dialog proposes for the mark a CSV begins with.
                    .. (string[])(ending is "csv" ? ["--infilter=CSV:44,34,76,1"] : []),
                    "--convert-to",
                    "fods",
                    "--outdir",
                    folder,
                    $"{folder}/export.{ending}",
                ]
            );
            await using var opened = File.OpenRead(Path.Combine(folder, "export.fods"));
            var document = await XDocument.LoadAsync(opened, LoadOptions.PreserveWhitespace, default);
            return
            [
                .. document
                    .Descendants($"{Table}table")
                    .First()
                    .Descendants($"{Table}table-row")
                    .Select(row => (IReadOnlyList<SheetCell>)[.. row.Elements($"{Table}table-cell").SelectMany(Cells)])
                    .Where(row => row.Any(cell => cell.Type is not null)),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<SheetCell> Cells(XElement cell)
    {
        var seen = new SheetCell(
            (string?)cell.Attribute($"{Office}value-type"),
            (string?)cell.Attribute($"{Office}date-value") ?? (string?)cell.Attribute($"{Office}value") ?? Words(cell),
            (string?)cell.Attribute($"{Table}formula")
        );
        // As many empty ones as a line of a sheet has stand for its end.
        return Enumerable.Repeat(
            seen,
            seen.Type is null ? 1 : (int?)cell.Attribute($"{Table}number-columns-repeated") ?? 1
        );
    }

    private static string Words(XElement cell) =>
        string.Join('\n', cell.Elements($"{Text}p").Select(line => string.Concat(line.Nodes().Select(Words))));

    private static string Words(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement spaces when spaces.Name == $"{Text}s" => new string(' ', (int?)spaces.Attribute($"{Text}c") ?? 1),
            XElement tab when tab.Name == $"{Text}tab" => "\t",
            XElement other => string.Concat(other.Nodes().Select(Words)),
            _ => "",
        };

    private static async Task RunAsync(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("soffice", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("soffice does not start");
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var told = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(patience.Token),
                process.StandardError.ReadToEndAsync(patience.Token)
            );
            await process.WaitForExitAsync(patience.Token);
            Assert.True(File.Exists(Path.Combine(folder, "export.fods")), string.Concat(told));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

/// <param name="Type"><c>string</c>, <c>float</c>, <c>date</c> …; null: it is empty.</param>
/// <param name="Value">Of a date as ISO 8601, without a zone.</param>
/// <param name="Formula">Null: it has none.</param>
internal sealed record SheetCell(string? Type, string Value, string? Formula);

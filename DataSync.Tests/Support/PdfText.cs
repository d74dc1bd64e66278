using System.Diagnostics;

namespace DataSync.Tests.Support;

/// <summary>What stands on the pages of a PDF, as Poppler reads it; test.sh installs it.</summary>
internal static class PdfText
{
    public static async Task<IReadOnlyList<string>> ReadAsync(byte[] pdf)
    {
        var start = new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", "-", "-"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(pdf);
        process.StandardInput.Close();
        // A form feed ends each page.
        var pages = (await text).Split('\f');
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return pages[..^1];
    }
}

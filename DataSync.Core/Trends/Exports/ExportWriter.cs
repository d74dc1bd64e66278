namespace DataSync.Core.Trends;

/// <summary>Turns rows into a file, synchronously; <see cref="ExportSink"/> keeps what it wrote until it is sent on.</summary>
internal abstract class ExportWriter : IDisposable
{
    public static ExportWriter Open(ExportTable table, ExportFormat format, Stream sink) =>
        format switch
        {
            ExportFormat.Csv => new ExportCsv(table, sink),
            ExportFormat.Xlsx => new ExportXlsx(table, sink),
            ExportFormat.Json => new ExportJson(table, sink),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A format without a writer"),
        };

    public abstract void Write(object?[] cells);

    /// <summary>What belongs behind the last row; without it the file is not whole.</summary>
    public abstract void End();

    public abstract void Dispose();
}

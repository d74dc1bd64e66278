using System.Globalization;
using DataSync.Core.Persistence;

namespace DataSync.Core.Trends;

/// <summary>One export that is asked for.</summary>
/// <param name="StartedAt">UTC.</param>
public sealed record ExportOrder(ExportTable Table, ExportFormat Format, DateTime StartedAt)
{
    /// <summary>Under which the audit log has it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public string File =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"datasync-{Table.Name}-{StartedAt:yyyyMMdd-HHmmss}.{EnumWords.Of(Format)}"
        );

    public string MediaType => MediaTypeOf(Format);

    public static string MediaTypeOf(ExportFormat format) =>
        format switch
        {
            ExportFormat.Csv => "text/csv",
            ExportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ExportFormat.Json => "application/json",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A format without a media type"),
        };
}

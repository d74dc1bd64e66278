using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>Reads issued reports. Thread-safe.</summary>
public sealed class ReportReader(IDbContextFactory<DataSyncDbContext> factory)
{
    public const int MostPerPage = 200;

    /// <summary>The newest first.</summary>
    /// <param name="below">Only those with a lower number; null: all.</param>
    public async Task<IReadOnlyList<ReportSummary>> PageAsync(int? below, int limit, CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var rows = context
            .Reports.AsNoTracking()
            .Where(one => below == null || one.Id < below)
            .OrderByDescending(one => one.Id)
            .Take(Math.Min(limit, MostPerPage));
        return await Summaries(rows).ToListAsync(cancellation);
    }

    /// <summary>Null: there is none of that number.</summary>
    public async Task<IssuedReport?> FindAsync(int id, CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var rows = context.Reports.AsNoTracking().Where(one => one.Id == id);
        if (await Summaries(rows).SingleOrDefaultAsync(cancellation) is not { } summary)
            return null;
        var content = await rows.Select(one => one.Content).SingleAsync(cancellation);
        var last = await context
            .Reports.Where(one => one.From == summary.From && one.To == summary.To)
            .MaxAsync(one => one.Id, cancellation);
        return new(
            summary,
            AlertJson.Read<ReportContent>(content),
            string.Equals(ReportService.HashOf(content), summary.Sha256, StringComparison.Ordinal),
            last == id ? null : last
        );
    }

    private static IQueryable<ReportSummary> Summaries(IQueryable<Report> rows) =>
        rows.Select(one => new ReportSummary(
            one.Id,
            one.Kind,
            one.Title,
            one.From,
            one.To,
            one.Version,
            one.Reason,
            one.IssuedAt,
            one.IssuedBy,
            one.Sha256
        ));
}

/// <summary>A report in a list. Times are UTC.</summary>
/// <param name="Sha256">Of its content, in hexadecimal digits.</param>
public sealed record ReportSummary(
    int Id,
    ReportKind Kind,
    string Title,
    DateTime From,
    DateTime To,
    int Version,
    string? Reason,
    DateTime IssuedAt,
    string IssuedBy,
    string Sha256
);

/// <param name="IsIntact">The content is the one the hash was taken of.</param>
/// <param name="CorrectedBy">Number of its newest correction; null: it is the newest itself.</param>
public sealed record IssuedReport(ReportSummary Summary, ReportContent Content, bool IsIntact, int? CorrectedBy);

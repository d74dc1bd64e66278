using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>The errors that were met most often. Thread-safe.</summary>
public sealed class CauseReader(IDbContextFactory<DataSyncDbContext> factory)
{
    /// <summary>
    /// Of failed executions that are still kept and are no part of another's, which has failed for it; those of a fingerprint
    /// are read by index.
    /// </summary>
    /// <param name="workflows">Ids; null: all.</param>
    /// <param name="most">So many at most.</param>
    public async Task<IReadOnlyList<ErrorCause>> TopAsync(
        DateTime from,
        DateTime to,
        IReadOnlyCollection<string>? workflows,
        int most,
        CancellationToken cancellation
    )
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var failed = context
            .Executions.AsNoTracking()
            .Where(row => row.ErrorFingerprint != null && row.StartTime >= from && row.StartTime < to)
            .Where(row => row.Status == ExecutionStatus.Failure)
            .Where(row => row.Mode == null || !RunOrigins.PartModes.Contains(row.Mode));
        if (workflows is not null)
            failed = failed.Where(row => workflows.Contains(row.WorkflowId));
        var top = await failed
            .GroupBy(row => row.ErrorFingerprint!)
            .Select(group => new
            {
                Fingerprint = group.Key,
                Runs = group.Count(),
                Workflows = group.Select(row => row.WorkflowId).Distinct().Count(),
                Last = group.Max(row => row.StartTime),
            })
            .OrderByDescending(one => one.Runs)
            .ThenBy(one => one.Fingerprint)
            .Take(most)
            .ToListAsync(cancellation);
        var causes = new List<ErrorCause>();
        foreach (var one in top)
        {
            var message = await context
                .Executions.AsNoTracking()
                .Where(row => row.ErrorFingerprint == one.Fingerprint && row.StartTime == one.Last)
                .Select(row => row.ErrorMessage)
                .FirstOrDefaultAsync(cancellation);
            causes.Add(new(one.Fingerprint, message ?? "", one.Runs, one.Workflows, one.Last));
        }
        return causes;
    }
}

/// <param name="Fingerprint">Of <see cref="ErrorFingerprint"/>.</param>
/// <param name="Message">Of the last of them; may hold anything n8n sent.</param>
/// <param name="Last">Start of the last run that met it, UTC.</param>
public sealed record ErrorCause(string Fingerprint, string Message, int Runs, int Workflows, DateTime Last);

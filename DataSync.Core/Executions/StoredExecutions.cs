using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>An execution of the present generation that is not over.</summary>
public sealed record OpenRow(string N8nExecutionId, bool Waiting);

/// <summary>How a stored execution of the present generation ended.</summary>
public sealed record EndedRow(string N8nExecutionId, string? N8nStatus, DateTime? EndTime);

/// <summary>What polling needs to know of the rows we have.</summary>
public sealed class StoredExecutions(IDbContextFactory<DataSyncDbContext> factory)
{
    public async Task<IReadOnlyList<OpenRow>> OpenAsync(CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        return await context
            .Executions.AsNoTracking()
            .Where(row => row.DetailState == DetailState.Open)
            .Select(row => new OpenRow(row.N8nExecutionId, row.N8nStatus == "waiting"))
            .ToListAsync(cancellation);
    }

    /// <summary>What started before has expired, and is not stored again; null: nothing has.</summary>
    public async Task<DateTime?> FromAsync(CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        return await context.Checkpoints.Select(row => row.ExecutionsFrom).SingleAsync(cancellation);
    }

    /// <param name="n8nIds">A page of them.</param>
    public async Task<IReadOnlyList<EndedRow>> EndedAsync(
        IReadOnlyCollection<string> n8nIds,
        CancellationToken cancellation
    )
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        return await context
            .Executions.AsNoTracking()
            .Where(row => row.Generation == context.Checkpoints.Max(checkpoint => checkpoint.Generation))
            .Where(row => n8nIds.Contains(row.N8nExecutionId) && row.EndTime != null)
            .Select(row => new EndedRow(row.N8nExecutionId, row.N8nStatus, row.EndTime))
            .ToListAsync(cancellation);
    }
}

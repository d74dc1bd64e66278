using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>Follows retries in both directions: what was retried, and by what.</summary>
internal static class RetryChain
{
    private const int MostSteps = 10;
    private const int MostMembers = 20;

    /// <summary>Numbers of the rows, the given one among them; empty when it was neither retried nor a retry.</summary>
    public static async Task<IReadOnlyList<int>> ReadAsync(
        DataSyncDbContext context,
        WorkflowExecution row,
        CancellationToken cancellation
    )
    {
        var rows = context.Executions.AsNoTracking().Where(other => other.Generation == row.Generation);
        var first = new Link(row.Id, row.N8nExecutionId, row.RetryOf);
        for (var step = 0; step < MostSteps && first.RetryOf is { } before; step++)
        {
            var found = await Links(rows.Where(other => other.N8nExecutionId == before))
                .FirstOrDefaultAsync(cancellation);
            if (found is null || found.Id == first.Id)
                break;
            first = found;
        }
        var chain = new HashSet<int> { first.Id };
        var retried = new List<string> { first.N8nExecutionId };
        for (var step = 0; step < MostSteps && retried.Count > 0 && chain.Count < MostMembers; step++)
        {
            var retries = await Links(rows.Where(other => other.RetryOf != null && retried.Contains(other.RetryOf)))
                .Take(MostMembers)
                .ToListAsync(cancellation);
            retried = [.. retries.Where(link => chain.Add(link.Id)).Select(link => link.N8nExecutionId)];
        }
        return chain.Count == 1 ? [] : [.. chain];
    }

    private static IQueryable<Link> Links(IQueryable<WorkflowExecution> rows) =>
        rows.Select(row => new Link(row.Id, row.N8nExecutionId, row.RetryOf));

    private sealed record Link(int Id, string N8nExecutionId, string? RetryOf);
}

using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>The rows of the original schema: one for each message about a run, with those it has reached.</summary>
internal static class SentAlerts
{
    public static async Task AddAsync(
        DataSyncDbContext context,
        AlertMessage message,
        AlertDelivery delivery,
        CancellationToken cancellation
    )
    {
        if (message.ExecutionId is not { } execution || delivery.Channel != AlertChannel.Email)
            return;
        var alert = message.WorkflowAlertId is { } id
            ? await context.Alerts.SingleOrDefaultAsync(row => row.Id == id, cancellation)
            : null;
        if (alert is not null)
        {
            alert.Recipients += $", {delivery.Address}";
            return;
        }
        // Its run may have expired while it waited.
        if (
            message.WorkflowAlertId is not null
            || !await context.Executions.AnyAsync(row => row.ExecutionId == execution, cancellation)
        )
            return;
        alert = new WorkflowAlert
        {
            ExecutionId = execution,
            AlertType = message.Kind switch
            {
                AlertMessageKind.Recovery or AlertMessageKind.Success => AlertType.Success,
                AlertMessageKind.ManualTrigger => AlertType.ManualTrigger,
                _ => AlertType.Failure,
            },
            Recipients = delivery.Address,
            SentAt = delivery.SentAt!.Value,
            ResolvedAt = await ResolvedAtAsync(context, message, cancellation),
        };
        context.Alerts.Add(alert);
        await context.SaveChangesAsync(cancellation);
        message.WorkflowAlertId = alert.Id;
    }

    /// <summary>When the last of what it tells of was over; null: something of it is not.</summary>
    private static async Task<DateTime?> ResolvedAtAsync(
        DataSyncDbContext context,
        AlertMessage message,
        CancellationToken cancellation
    )
    {
        var ends = await ToldBy.Incidents(context, message.Id).Select(row => row.ResolvedAt).ToListAsync(cancellation);
        return ends.Contains(null) ? null : ends.Max();
    }
}

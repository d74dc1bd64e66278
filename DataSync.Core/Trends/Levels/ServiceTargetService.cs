using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>Changes what is promised. Thread-safe.</summary>
public sealed class ServiceTargetService(WriteTransaction writes, AccessDirectory access, AuditTrail audit)
{
    /// <exception cref="RefusedException">One of them cannot be.</exception>
    public async Task SetAsync(Actor actor, ServiceTargets targets, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        targets.Check();
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var before = await ServiceLevelReader.TargetsAsync(context, token);
                var row = await context.ServiceTargets.SingleOrDefaultAsync(token);
                if (row is null)
                    context.ServiceTargets.Add(row = new() { Targets = "" });
                row.Targets = AlertJson.Write(targets);
                await audit.AppendAsync(
                    context,
                    actor,
                    new(AuditActions.ServiceTargetsChanged, null, before, targets),
                    token
                );
                return 0;
            },
            cancellation
        );
    }
}

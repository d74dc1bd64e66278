using DataSync.Core.Access;
using DataSync.Core.Persistence;

namespace DataSync.Core.Retention;

internal sealed class ExpiringAudit(AuditExpiry audit) : IExpiring
{
    public async Task<IReadOnlyList<RetentionCount>> CountAsync(
        DataSyncDbContext context,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    ) => [Count(await AuditExpiry.CountAsync(context, cutoffs.Audit, cancellation))];

    public async Task<ExpiryStep> RemoveSomeAsync(
        DataSyncDbContext context,
        WriteTransaction writes,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    )
    {
        var (removed, problem) = await writes.RunAsync(
            (db, _, token) => audit.RemoveAsync(db, cutoffs.Audit, IExpiring.MostAtOnce, token),
            cancellation
        );
        return new(
            [Count(removed)],
            More: removed == IExpiring.MostAtOnce,
            problem is null ? null : $"Nothing of the audit log was removed, because it was tampered with. {problem}"
        );
    }

    private static RetentionCount Count(long rows) => new("audit_log", rows);
}

using DataSync.Core.Persistence;
using DataSync.Core.Triggers;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>Opens an incident for what was asked for from here and could not be done. It ends when the workflow succeeds.</summary>
public sealed class TriggerIncidents(
    WriteTransaction writes,
    IncidentKeeper keeper,
    TriggerDesk desk,
    TimeProvider time
)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public async Task LookAsync(CancellationToken cancellation)
    {
        var fresh = time.UtcNow() - IncidentBook.Late;
        var failed = desk
            .Current.Where(one =>
                one is { State: TriggerState.Refused or TriggerState.Unknown, Act: not TriggerAct.Stop }
                && one.EndedAt > fresh
                && !seen.Contains(one.TriggerId)
            )
            .ToList();
        if (failed.Count == 0)
            return;
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var book = new IncidentBook(await keeper.OpenOrLateAsync(context, token), time.UtcNow());
                foreach (var one in failed)
                {
                    var key = $"trigger:{one.TriggerId}";
                    if (!await context.Incidents.AnyAsync(row => row.CauseKey == key, token))
                        book.Refused(key, one.WorkflowId, one.Outcome ?? "", one.EndedAt!.Value);
                }
                await IncidentKeeper.KeepAsync(context, book, token);
                return 0;
            },
            cancellation
        );
        seen.UnionWith(failed.Select(one => one.TriggerId));
    }
}

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
        var fresh = time.UtcNow() - IncidentBook.SummaryAfter;
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
                var book = new IncidentBook(await keeper.OpenOrRecentAsync(context, token), time.UtcNow());
                foreach (var one in failed)
                {
                    // By what is stored of it, also in the incident of another: another life of the program has told it.
                    var isKnown = await context.IncidentWorkflows.AnyAsync(
                        row =>
                            row.WorkflowId == one.WorkflowId
                            && row.LastFailureStart >= one.EndedAt
                            && context.Incidents.Any(of => of.Id == row.IncidentId && of.Kind == IncidentKind.Trigger),
                        token
                    );
                    if (!isKnown)
                        book.Refused($"trigger:{one.TriggerId}", one.WorkflowId, one.Outcome ?? "", one.EndedAt!.Value);
                }
                await IncidentKeeper.KeepAsync(context, book, token);
                return 0;
            },
            cancellation
        );
        seen.UnionWith(failed.Select(one => one.TriggerId));
    }
}

using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>A message to one recipient. Times are UTC.</summary>
/// <param name="Title">What it told, in a few words.</param>
/// <param name="IncidentIds">What it told of, oldest first.</param>
/// <param name="Delivery">Null: nobody was to get it.</param>
public sealed record SentMessage(
    int MessageId,
    AlertMessageKind Kind,
    string Title,
    IReadOnlyList<int> IncidentIds,
    string? ExecutionId,
    DateTime CreatedAt,
    DeliveryView? Delivery
);

public sealed partial class IncidentHistory
{
    /// <summary>What was sent about the incidents that pass; where all do, also what is about none. Newest first.</summary>
    /// <param name="limit">Messages; there is a row for each of their recipients.</param>
    public async Task<(IReadOnlyList<SentMessage> Items, string? NextCursor)> MessagesAsync(
        Actor actor,
        IncidentFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellation
    )
    {
        var mask = Mask(actor);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = context.AlertMessages.AsNoTracking().AsSplitQuery();
        if (filter != new IncidentFilter())
        {
            var incidents = Filtered(context, filter);
            rows = rows.Where(row => row.Incidents.Any(told => incidents.Any(one => one.Id == told.IncidentId)));
        }
        if (Parse(cursor) is { } below)
            rows = rows.Where(row => row.Id < below);
        var found = await rows.OrderByDescending(row => row.Id)
            .Take(limit + 1)
            .Include(row => row.Deliveries)
            .Include(row => row.Incidents)
            .ToListAsync(cancellation);
        var (messages, next) = Cut(found, limit, row => row.Id);
        return ([.. messages.SelectMany(row => Sent(row, mask))], next);
    }

    private static IEnumerable<SentMessage> Sent(AlertMessage row, Func<string, string> mask)
    {
        var incidents = row.Incidents.Select(told => told.IncidentId).Order().ToList();
        var title = AlertStory.Read(row.Story).Title;
        return View(row, mask)
            .Deliveries.DefaultIfEmpty()
            .Select(one => new SentMessage(row.Id, row.Kind, title, incidents, row.ExecutionId, row.CreatedAt, one));
    }
}

using DataSync.Core.Alerts;

namespace DataSync.Tests.Unit.Alerts;

/// <summary>Incidents as they are stored, and what happens to them minute by minute from noon on.</summary>
public abstract class IncidentBookLife
{
    private protected static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private protected readonly List<Incident> stored = [];

    /// <summary>As a transaction does it: what is stored is read anew each time.</summary>
    private protected void At(int minute, Action<IncidentBook> happens)
    {
        var now = Noon.AddMinutes(minute);
        var book = new IncidentBook(
            stored.Where(one => one.IsOpen || one.ResolvedAt > now - IncidentBook.Again || one.ResolvedBy is not null),
            now
        );
        happens(book);
        stored.AddRange(book.All.Except(stored).ToList());
        stored.RemoveAll(one => book.Dissolved.Contains(one));
    }

    private protected static EndedRun Run(string workflow, int minute, int? newestSuccess = null) =>
        new(
            workflow,
            $"{workflow}{minute}",
            Noon.AddMinutes(minute),
            Noon.AddMinutes(minute).AddSeconds(5),
            newestSuccess is { } success ? Noon.AddMinutes(success) : null
        );

    private protected static string Told(Incident one) => $"{one.Title}: {Members(one)}";

    private protected static string Members(Incident one) =>
        string.Join(", ", one.Workflows.Select(workflow => workflow.WorkflowId));
}

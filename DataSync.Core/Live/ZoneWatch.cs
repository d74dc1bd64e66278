using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <param name="Zone">The zone to judge in.</param>
/// <param name="Hint">A sentence for the tile where the configured zone does not fit; null where it does, or the board says it.</param>
internal readonly record struct ZoneView(TimeZoneInfo Zone, string? Hint);

/// <summary>What the starts of all workflows say about their zones; worked out again only for what changed. Used by the feeder alone.</summary>
internal sealed class ZoneWatch(string instanceZone)
{
    private readonly Dictionary<string, (ObservedStarts Starts, ZoneFit? Fit, bool IsOwn)> known = new(
        StringComparer.Ordinal
    );

    /// <summary>What all workflows in the instance's zone agree on against the configured zone.</summary>
    public ZoneHint? Hint { get; private set; }

    /// <param name="touched">Null: all.</param>
    /// <returns>True when the view of workflows that were not touched changed too.</returns>
    public bool Update(Dictionary<string, WorkflowFacts> facts, HashSet<string>? touched)
    {
        if (touched is null)
            known.Clear();
        foreach (var id in touched ?? (IEnumerable<string>)facts.Keys)
        {
            if (facts.TryGetValue(id, out var workflow))
                Look(workflow);
        }
        var shared = known.Values.Where(one => !one.IsOwn).ToList();
        var fits = shared.Select(one => one.Fit).OfType<ZoneFit>().ToList();
        var agreed = ZoneEvidence.Agreed(fits, [.. shared.Select(one => one.Starts)]);
        var before = Hint;
        Hint = agreed is null ? null : new(agreed, instanceZone);
        return Hint != before;
    }

    public ZoneView Of(WorkflowFacts workflow)
    {
        var registry = workflow.Registry;
        var (configured, isKnown) = WorkflowZone.Resolve(registry.TimeZone, instanceZone);
        var isOwn = registry.TimeZone is not null;
        if (Hint is { } hint && !isOwn)
            return new(TimeZoneInfo.FindSystemTimeZoneById(hint.Fitting), null);
        if (known.GetValueOrDefault(registry.WorkflowId).Fit is not { } fit)
            return new(configured, isKnown || workflow.Schedule is null ? null : Unknown(registry.TimeZone!));
        var wish = isOwn ? "check the workflow's time zone in n8n" : "set N8n:TimeZone";
        return new(
            TimeZoneInfo.FindSystemTimeZoneById(fit.Zones[0]),
            fit.IsClear
                ? $"Runs fit {fit.Zones[0]} rather than {configured.Id}; {wish}."
                : $"Runs do not fit the zone {configured.Id}; {wish}."
        );
    }

    private static string Unknown(string zone) =>
        $"Its time zone '{SafeText.OneLine(zone, 40)}' is not known here and taken for UTC; check it in n8n.";

    private void Look(WorkflowFacts workflow)
    {
        var registry = workflow.Registry;
        known.Remove(registry.WorkflowId);
        if (workflow.Schedule is not { } schedule)
            return;
        // Starts from before its last change may be another schedule's.
        var starts = workflow.Finished.Where(run => run.Mode is "trigger" && run.StartTime > registry.UpdatedAt);
        var observed = new ObservedStarts(schedule, [.. starts.Select(run => run.StartTime)]);
        var fit = ZoneEvidence.Find(observed, WorkflowZone.Resolve(registry.TimeZone, instanceZone).Zone);
        known[registry.WorkflowId] = (observed, fit, registry.TimeZone is not null);
    }
}

using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Core.Alerts;

/// <summary>Opens and ends the incidents that follow from what the board says of workflows and of n8n. Of one loop.</summary>
public sealed class BoardIncidents(WriteTransaction writes, IncidentKeeper keeper, LiveBoard board, TimeProvider time)
{
    /// <summary>n8n is away for so long before it is an incident: it may be restarting.</summary>
    internal static readonly TimeSpan AwayFor = TimeSpan.FromMinutes(2);

    private static readonly (IncidentKind Kind, Health Health)[] OfHealth =
    [
        (IncidentKind.Late, Health.Late),
        (IncidentKind.Stale, Health.Stale),
        (IncidentKind.Stuck, Health.Stuck),
        (IncidentKind.Suspicious, Health.Suspicious),
        (IncidentKind.SwitchedOff, Health.SwitchedOff),
    ];

    private string judged = "";

    /// <summary>From the board to incidents, when it says something else than the last time.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var picture = board.Current;
        var system = picture.System;
        var away = Away(system);
        var sees = system is { N8n: N8nCondition.Ok, KnownUntil: not null, UnobservedSince: null };
        var found = OfHealth.ToDictionary(
            one => one.Kind,
            one =>
                picture
                    .Tiles.Where(tile => sees && tile.Health == one.Health)
                    .ToDictionary(tile => tile.WorkflowId, tile => tile.HealthReason, StringComparer.Ordinal)
        );
        var says =
            // Once in a while also when it says the same: what was passed over then may no longer be.
            $"{sees}|{system.N8n}|{away}|{time.UtcNow().Ticks / IncidentBook.Together.Ticks}|"
            + string.Join('|', found.Select(one => string.Join(',', one.Value.Keys.Order(StringComparer.Ordinal))));
        if (string.Equals(says, judged, StringComparison.Ordinal))
            return;
        var known = picture.Tiles.Select(tile => tile.WorkflowId).ToHashSet(StringComparer.Ordinal);
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var book = new IncidentBook(await keeper.OpenOrRecentAsync(context, token), time.UtcNow());
                foreach (var kind in (IncidentKind[])[IncidentKind.N8nUnreachable, IncidentKind.N8nKeyRejected])
                    book.System(
                        kind,
                        Title(kind),
                        system.N8nMessage ?? "",
                        away?.Kind == kind ? away.Value.Since : null,
                        IsOver(kind, system.N8n)
                    );
                if (sees)
                {
                    foreach (var (kind, health) in OfHealth)
                        book.Judged(kind, HealthWords.Of(health).Meaning, found[kind], known.Contains);
                }
                await IncidentKeeper.KeepAsync(context, book, token);
                return 0;
            },
            cancellation
        );
        judged = says;
    }

    private (IncidentKind Kind, DateTime Since)? Away(SystemStatus system)
    {
        if (system.N8nConditionSince is not { } since || time.UtcNow() - since < AwayFor)
            return null;
        return system.N8n switch
        {
            N8nCondition.Unauthorised or N8nCondition.ForbiddenScope => (IncidentKind.N8nKeyRejected, since),
            N8nCondition.Unreachable or N8nCondition.ServerError or N8nCondition.NotAnN8n => (
                IncidentKind.N8nUnreachable,
                since
            ),
            _ => null,
        };
    }

    /// <summary>Only an answer ends it: another way to fail, or not having asked yet, says nothing.</summary>
    private static bool IsOver(IncidentKind kind, N8nCondition n8n) =>
        n8n == N8nCondition.Ok
        || (kind == IncidentKind.N8nUnreachable && n8n is N8nCondition.Unauthorised or N8nCondition.ForbiddenScope);

    private static string Title(IncidentKind kind) =>
        kind == IncidentKind.N8nUnreachable ? "n8n does not answer" : "n8n rejects DataSync's API key";
}

using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>
/// Opens and ends the incidents that follow from the board rather than from a run, and writes to the outbox what people are
/// to be told, when its time has come. Reads much and writes only where something is due.
/// </summary>
public sealed partial class AlertEvaluator : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

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

    private readonly WriteTransaction writes;
    private readonly IDbContextFactory<DataSyncDbContext> contexts;
    private readonly IncidentKeeper keeper;
    private readonly AlertComposer composer;
    private readonly AlertNews news;
    private readonly TriggerIncidents triggers;
    private readonly LiveBoard board;
    private readonly AlertDesk desk;
    private readonly DatabaseState database;
    private readonly TimeZoneInfo zone;
    private readonly TimeProvider time;
    private readonly ILogger<AlertEvaluator> logger;
    private string judged = "";

    public AlertEvaluator(
        WriteTransaction writes,
        IDbContextFactory<DataSyncDbContext> contexts,
        IncidentKeeper keeper,
        AlertComposer composer,
        AlertNews news,
        TriggerIncidents triggers,
        LiveBoard board,
        AlertDesk desk,
        DatabaseState database,
        IOptions<SiteOptions> site,
        TimeProvider time,
        ILogger<AlertEvaluator> logger
    )
    {
        (this.writes, this.contexts, this.keeper, this.composer) = (writes, contexts, keeper, composer);
        (this.news, this.triggers) = (news, triggers);
        (this.board, this.desk, this.database, zone) = (board, desk, database, site.Value.Zone);
        (this.time, this.logger) = (time, logger);
        writes.Committed += (_, _) => desk.ToTell.Give();
    }

    private DateTime Now => time.UtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await database.WhenReadyAsync(stoppingToken);
            try
            {
                desk.ToTell.Take();
                await StepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            await desk.ToTell.WaitAsync(Tick, time, stoppingToken);
        }
    }

    internal async Task StepAsync(CancellationToken cancellation)
    {
        // Who is told is decided by the workflows' clouds and types.
        if (!board.Current.System.Loaded)
            return;
        await JudgeAsync(cancellation);
        await triggers.LookAsync(cancellation);
        if (await LookAsync(cancellation))
            await TellAsync(cancellation);
        if (await news.TellAsync(cancellation))
            desk.ToSend.Give();
    }

    /// <summary>From the board to incidents, when it says something else than the last time.</summary>
    private async Task JudgeAsync(CancellationToken cancellation)
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
            $"{sees}|{system.N8n}|{away}|{Now.Ticks / IncidentBook.Together.Ticks}|"
            + string.Join('|', found.Select(one => string.Join(',', one.Value.Keys.Order(StringComparer.Ordinal))));
        if (string.Equals(says, judged, StringComparison.Ordinal))
            return;
        var known = picture.Tiles.Select(tile => tile.WorkflowId).ToHashSet(StringComparer.Ordinal);
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var book = new IncidentBook(await keeper.OpenOrLateAsync(context, token), Now);
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
                IncidentKeeper.Keep(context, book);
                return 0;
            },
            cancellation
        );
        judged = says;
    }

    private (IncidentKind Kind, DateTime Since)? Away(SystemStatus system)
    {
        if (system.N8nConditionSince is not { } since || Now - since < AwayFor)
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

    /// <summary>Shows what is open.</summary>
    /// <returns>Whether something is due to be told.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var incidents = await Concerned(context).AsNoTracking().ToListAsync(cancellation);
        desk.Show([
            .. incidents
                .Where(one => one.IsOpen)
                .OrderByDescending(one => one.OpenedAt)
                .Select(one => new IncidentGlance(
                    one.Id,
                    one.Kind,
                    one.Title,
                    one.OpenedAt,
                    AlertPlan.Active(one),
                    one.AcknowledgedAt,
                    one.SilencedUntil
                )),
        ]);
        var open = incidents.Count(one => one.IsOpen);
        board.Update(picture =>
            picture.Figures.OpenIncidents == open
                ? picture
                : picture with
                {
                    Figures = picture.Figures with { OpenIncidents = open },
                }
        );
        desk.IsWatching = await context.Recipients.AnyAsync(cancellation);
        var rules = await AlertService.RulesAsync(context, cancellation);
        return IsDue(incidents, rules);
    }

    private bool IsDue(List<Incident> incidents, AlertRules rules)
    {
        var now = Now;
        if (rules.IsQuiet(now, zone))
            return incidents.Exists(one => one is { IsOpen: true, InSummary: false } && one.Told != Told.Broken);
        return incidents.Exists(one =>
                HasTiles(one, now) && (AlertPlan.Next(one, rules, now) is not null || IsWider(one, rules, now))
            )
            || AlertPlan.Summary(incidents, rules, now).Count > 0;
    }

    private static bool IsWider(Incident incident, AlertRules rules, DateTime now) =>
        incident.IsOpen
        && incident.Told == Told.Broken
        && incident.Workflows.Count > incident.SeenWorkflows
        && !(incident.SilencedUntil > now)
        && !rules.Muted.Contains(incident.Kind);

    /// <summary>The board follows a commit within a second; a workflow it never shows holds nothing up for long.</summary>
    private bool HasTiles(Incident incident, DateTime now)
    {
        var known = board.Current.Tiles.Select(tile => tile.WorkflowId).ToHashSet(StringComparer.Ordinal);
        return now - incident.DetectedAt > TimeSpan.FromSeconds(30)
            || incident.Workflows.All(one => known.Contains(one.WorkflowId));
    }

    private static IQueryable<Incident> Concerned(DataSyncDbContext context) =>
        context
            .Incidents.Include(row => row.Workflows)
            .Where(row => row.ResolvedAt == null || row.Told == Told.Broken)
            .OrderBy(row => row.Id);

    private async Task TellAsync(CancellationToken cancellation)
    {
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var incidents = await Concerned(context).ToListAsync(token);
                var rules = await AlertService.RulesAsync(context, token);
                var now = Now;
                if (rules.IsQuiet(now, zone))
                {
                    foreach (var one in incidents.Where(one => one.IsOpen && one.Told != Told.Broken))
                        one.InSummary = true;
                    return 0;
                }
                foreach (var incident in incidents)
                {
                    if (!HasTiles(incident, now))
                        continue;
                    if (AlertPlan.Next(incident, rules, now) is { } kind)
                        await TellAsync(context, incident, kind, onlyNew: false, token);
                    else if (IsWider(incident, rules, now))
                        await TellAsync(context, incident, AlertMessageKind.Opened, onlyNew: true, token);
                }
                var together = AlertPlan.Summary(incidents, rules, now);
                if (together.Count > 0)
                {
                    var message = await composer.SummarizeAsync(context, together, token);
                    foreach (var incident in together)
                        MarkTold(incident, message);
                }
                return 0;
            },
            cancellation
        );
        desk.ToSend.Give();
    }

    private async Task TellAsync(
        DataSyncDbContext context,
        Incident incident,
        AlertMessageKind kind,
        bool onlyNew,
        CancellationToken cancellation
    )
    {
        var message = await composer.TellAsync(context, incident, kind, onlyNew, cancellation);
        if (onlyNew)
        {
            incident.SeenWorkflows = incident.Workflows.Count;
            if (message.Deliveries.Count == 0)
                context.Entry(message).State = EntityState.Detached;
            return;
        }
        MarkTold(incident, message);
        if (incident.ResolvedAt is not { } resolved)
            return;
        var rows = await context
            .Alerts.Where(row =>
                context.AlertMessages.Any(one => one.IncidentId == incident.Id && one.WorkflowAlertId == row.Id)
            )
            .ToListAsync(cancellation);
        foreach (var row in rows)
            row.ResolvedAt ??= resolved;
    }

    private void MarkTold(Incident incident, AlertMessage message)
    {
        var now = Now;
        incident.FollowedUp |= message.Kind == AlertMessageKind.FollowUp;
        (incident.Told, incident.ToldAt) = (incident.IsOpen ? Told.Broken : Told.Recovered, now);
        incident.FirstToldAt ??= now;
        incident.InSummary = false;
        (incident.ToldWorkflows, incident.SeenWorkflows) = (AlertPlan.Active(incident), incident.Workflows.Count);
        incident.Transitions.Add(
            new()
            {
                At = now,
                Change = IncidentChange.Told,
                Text = message.Deliveries.Count switch
                {
                    0 => "Nobody has asked for it.",
                    1 => "One recipient.",
                    var count => $"{count} recipients.",
                },
            }
        );
    }

    [LoggerMessage(2001, LogLevel.Error, "What people are to be told could not be written; it is tried again")]
    private static partial void Failed(ILogger logger, Exception failure);
}

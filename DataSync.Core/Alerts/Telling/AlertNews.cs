using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Triggers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>
/// What is told beside incidents to those who asked for it: successes, what people had run, and the day in short. How far it has
/// come stands in the database, so that each is told once.
/// </summary>
public sealed class AlertNews(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    AlertComposer composer,
    LiveBoard board,
    IOptions<SiteOptions> site,
    TimeProvider time
)
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Writes to the outbox what there is to tell.</summary>
    /// <returns>Whether there was something.</returns>
    public async Task<bool> TellAsync(CancellationToken cancellation)
    {
        if (!await IsDueAsync(cancellation))
            return false;
        return await writes.RunAsync(
            async (context, checkpoint, token) =>
            {
                var row = await context.AlertRules.SingleOrDefaultAsync(token);
                var rules = await RecipientService.RulesAsync(context, token);
                if (row is null)
                    context.AlertRules.Add(row = new() { Rules = AlertJson.Write(rules) });
                var recipients = await AlertComposer.RecipientsAsync(context, token);
                var told = 0;
                told += await SuccessesAsync(context, row, checkpoint.ChangeSeq, recipients, token);
                told += await RunsAsync(context, row, recipients, token);
                told += await DigestAsync(context, row, rules, recipients, token);
                return told > 0;
            },
            cancellation
        );
    }

    private async Task<bool> IsDueAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var row = await context.AlertRules.AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (row is not { DigestAt: { } digest, TriggersTo: { } triggers, SuccessesTo: { } successes })
            return true;
        var rules = await RecipientService.RulesAsync(context, cancellation);
        // Nobody is disturbed now. What people had run, and the digest, are told afterwards; successes of hours ago are no news.
        if (rules.IsQuiet(time.UtcNow(), site.Value.Zone))
            return false;
        var next = await context
            .Triggers.Where(one => one.Id > triggers)
            .OrderBy(one => one.Id)
            .FirstOrDefaultAsync(cancellation);
        if (digest < LastDigest(rules) || (next is not null && IsSettled(next)))
            return true;
        return Want(await AlertComposer.RecipientsAsync(context, cancellation), AlertEvent.Success)
            && await context.Checkpoints.AnyAsync(one => one.ChangeSeq > successes, cancellation);
    }

    /// <summary>Its run is known, or it has come to none.</summary>
    private static bool IsSettled(Trigger one) => one.ExecutionId is not null || one.EndedAt is not null;

    private async Task<int> SuccessesAsync(
        DataSyncDbContext context,
        StoredAlertRules row,
        long latest,
        List<RecipientView> recipients,
        CancellationToken cancellation
    )
    {
        var from = row.SuccessesTo;
        row.SuccessesTo = latest;
        if (from is not { } above || !Want(recipients, AlertEvent.Success))
            return 0;
        var fresh = time.UtcNow() - IncidentBook.SummaryAfter;
        // By the change alone, which is an index; a success is told once its counts are known, or are known not to be.
        var changed = await context
            .Executions.AsNoTracking()
            .Where(one => one.ChangeSeq > above)
            .OrderBy(one => one.ChangeSeq)
            .Take(MostAtOnce)
            .ToListAsync(cancellation);
        if (changed.Count == MostAtOnce)
            row.SuccessesTo = changed[^1].ChangeSeq;
        var runs = changed.FindAll(one =>
            one is { Status: ExecutionStatus.Success, DetailState: DetailState.Stored or DetailState.Unavailable }
            && one.EndTime > fresh
        );
        var ids = runs.ConvertAll(run => run.ExecutionId);
        var known = await context
            .AlertMessages.Where(one => one.Kind == AlertMessageKind.Success && ids.Contains(one.ExecutionId!))
            .Select(one => one.ExecutionId)
            .ToListAsync(cancellation);
        return runs.Where(run => !known.Contains(run.ExecutionId))
            .Sum(run => Add(context, run.WorkflowId, run.ExecutionId, AlertMessageKind.Success, null, recipients));
    }

    private async Task<int> RunsAsync(
        DataSyncDbContext context,
        StoredAlertRules row,
        List<RecipientView> recipients,
        CancellationToken cancellation
    )
    {
        var from = row.TriggersTo;
        var asked = await context
            .Triggers.Where(one => one.Id > (from ?? 0))
            .OrderBy(one => one.Id)
            .Take(MostAtOnce)
            .ToListAsync(cancellation);
        if (from is null)
        {
            row.TriggersTo = await context.Triggers.MaxAsync(one => (int?)one.Id, cancellation) ?? 0;
            return 0;
        }
        // In the order they were asked for; a run that is still to come holds up those after it.
        var settled = asked.TakeWhile(IsSettled).ToList();
        row.TriggersTo = settled.Count == 0 ? from : settled[^1].Id;
        return settled
            .Where(one => one.ExecutionId is not null && one.Act != TriggerAct.Stop)
            .Sum(one =>
                Add(context, one.WorkflowId, one.ExecutionId, AlertMessageKind.ManualTrigger, one.ActorName, recipients)
            );
    }

    private async Task<int> DigestAsync(
        DataSyncDbContext context,
        StoredAlertRules row,
        AlertRules rules,
        List<RecipientView> recipients,
        CancellationToken cancellation
    )
    {
        var now = time.UtcNow();
        if (row.DigestAt is not { } last)
        {
            // The first one is of the first whole day.
            row.DigestAt = now;
            return 0;
        }
        if (last >= LastDigest(rules))
            return 0;
        row.DigestAt = now;
        var since = now - Day;
        var ofDay = context.Incidents.Where(one => one.ResolvedAt == null || one.ResolvedAt > since);
        var incidents = await ofDay
            .AsNoTracking()
            .Include(one => one.Workflows)
            .OrderBy(one => one.ResolvedAt != null)
            .ThenByDescending(one => one.Id)
            .Take(AlertStory.MostItems)
            .ToListAsync(cancellation);
        var open = await context.Incidents.CountAsync(one => one.ResolvedAt == null, cancellation);
        var over = await context.Incidents.CountAsync(one => one.ResolvedAt > since, cancellation);
        var story = AlertComposer.SummaryOf(incidents, AlertMessageKind.Digest) with
        {
            Title = $"{open} open, {over} over since yesterday",
            Sentence = AlertStory.Listed(open + over),
        };
        var audience = Audience.Of(recipients, AlertEvent.Digest, [], isOfSystem: true);
        if (!audience.IsEmpty)
            composer.Add(context, story, executionId: null, audience.Select(one => one.Email), []);
        return audience.Length;
    }

    /// <summary>When the last digest was due, UTC.</summary>
    private DateTime LastDigest(AlertRules rules)
    {
        var zone = site.Value.Zone;
        var local = TimeZoneInfo.ConvertTimeFromUtc(time.UtcNow(), zone);
        var due = local.Date.AddHours(rules.DigestHour);
        if (due > local)
            due = due.AddDays(-1);
        return UtcTime.Of(due, zone);
    }

    private int Add(
        DataSyncDbContext context,
        string workflowId,
        string? executionId,
        AlertMessageKind kind,
        string? actor,
        List<RecipientView> recipients
    )
    {
        var tile = board.Current.Tile(workflowId);
        if (tile is null)
            return 0;
        var audience = Audience.Of(recipients, Audience.EventOf(kind, null), [tile]);
        if (audience.IsEmpty)
            return 0;
        var story = new AlertStory(
            kind,
            tile.Name,
            WorkflowCount: 1,
            Workflows:
            [
                new(workflowId, tile.Name, tile.Provider, tile.Type, time.UtcNow(), 0, ExecutionId: executionId),
            ],
            ActorName: actor
        );
        composer.Add(context, story, executionId, audience.Select(one => one.Email), []);
        return audience.Length;
    }

    private static bool Want(List<RecipientView> recipients, AlertEvent happening) =>
        recipients.Exists(one => one.Subscriptions.Any(wish => wish.Events.Contains(happening)));
}

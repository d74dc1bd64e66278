using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>A delivery claimed for sending, with what it says.</summary>
/// <param name="Until">UTC; then another process may send it.</param>
public sealed record ClaimedDelivery(
    int Id,
    AlertChannel Channel,
    string Address,
    int Attempts,
    string MessageId,
    string Story,
    DateTime CreatedAt,
    DateTime Until
);

/// <summary>
/// The deliveries that are to be sent. Each is claimed by one process for a while before it is sent, and marked after: a
/// crash in between leads to at most one repeat, under the same Message-ID, and never to a loss. Thread-safe.
/// </summary>
public sealed class AlertOutbox(
    IDbContextFactory<DataSyncDbContext> contexts,
    WriteTransaction writes,
    AlertComposer composer,
    IOptions<AlertOptions> options,
    TimeProvider time
)
{
    /// <summary>What waited longer than this while no mail went out is told in one mail.</summary>
    public static readonly TimeSpan Aged = TimeSpan.FromHours(1);

    /// <summary>How long a server may put off one recipient, from the first time on.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>As many that wait are counted, those that waited longest.</summary>
    public const int MostCounted = 10_000;

    private const int MostAtOnce = 100;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>Claims the next one that is due.</summary>
    public async Task<ClaimedDelivery?> ClaimAsync(AlertChannel channel, CancellationToken cancellation)
    {
        var now = time.UtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var next = await Due(context, now)
            .Where(row => row.Channel == channel)
            .OrderBy(row => row.NotBefore)
            .ThenBy(row => row.Id)
            .Select(row => row.Id)
            .FirstOrDefaultAsync(cancellation);
        if (next == 0)
            return null;
        var until = now + options.Value.Lease;
        var claimed = await Due(context, now)
            .Where(row => row.Id == next)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.LeaseUntil, until)
                        .SetProperty(row => row.Attempts, row => row.Attempts + 1),
                cancellation
            );
        if (claimed == 0)
            return null;
        return await context
            .AlertDeliveries.Where(row => row.Id == next)
            .Join(
                context.AlertMessages,
                row => row.AlertMessageId,
                message => message.Id,
                (row, message) =>
                    new ClaimedDelivery(
                        row.Id,
                        row.Channel,
                        row.Address,
                        row.Attempts,
                        message.MessageId,
                        message.Story,
                        message.CreatedAt,
                        until
                    )
            )
            .SingleAsync(cancellation);
    }

    /// <summary>It has been sent: also in the table of alerts, where it is about a run.</summary>
    public Task SentAsync(ClaimedDelivery one, CancellationToken cancellation) =>
        writes.RunAsync(
            async (context, _, token) =>
            {
                var row = await context.AlertDeliveries.SingleAsync(row => row.Id == one.Id, token);
                if (row.State == DeliveryState.Sent)
                    return 0;
                (row.State, row.SentAt, row.LeaseUntil, row.Problem) = (DeliveryState.Sent, time.UtcNow(), null, null);
                var message = await context.AlertMessages.SingleAsync(
                    message => message.Id == row.AlertMessageId,
                    token
                );
                await SentAlerts.AddAsync(context, message, row, token);
                return 0;
            },
            cancellation
        );

    /// <summary>It has not been sent, for now or for good.</summary>
    /// <param name="countsForOne">False: no mail goes out at all, which is nothing against this one.</param>
    public Task NotSentAsync(
        ClaimedDelivery one,
        string problem,
        bool isForGood,
        bool countsForOne,
        CancellationToken cancellation
    ) =>
        writes.RunAsync(
            async (context, _, token) =>
            {
                var row = await context.AlertDeliveries.SingleAsync(row => row.Id == one.Id, token);
                // Somebody else has claimed it since.
                if (row.State != DeliveryState.Pending || row.Attempts != one.Attempts)
                    return 0;
                var now = time.UtcNow();
                (row.Problem, row.LeaseUntil) = (StoredText.Cut(problem, StoredText.Text), null);
                if (countsForOne)
                    row.RefusedSince ??= now;
                if (isForGood || (countsForOne && now - row.RefusedSince > Patience))
                    row.State = DeliveryState.Failed;
                else
                    row.NotBefore = countsForOne ? now + Pause(row.Attempts) : now;
                return 0;
            },
            cancellation
        );

    /// <summary>
    /// After a time without mail: what waited long is told each recipient in one mail instead of poured out.
    /// </summary>
    public async Task SummarizeAsync(CancellationToken cancellation)
    {
        // A transaction each: ingest goes on in between.
        while (await writes.RunAsync((context, _, token) => SummarizeOneAsync(context, token), cancellation)) { }
    }

    /// <summary>Of one recipient; false: there is none for whom more than one waited long.</summary>
    private async Task<bool> SummarizeOneAsync(DataSyncDbContext context, CancellationToken cancellation)
    {
        var now = time.UtcNow();
        var before = now - Aged;
        var aged = context.AlertDeliveries.Where(row =>
            row.State == DeliveryState.Pending
            && row.Channel == AlertChannel.Email
            && (row.LeaseUntil == null || row.LeaseUntil < now)
            && context.AlertMessages.Any(message => message.Id == row.AlertMessageId && message.CreatedAt < before)
        );
        var next = await aged.GroupBy(row => row.Address)
            .Where(of => of.Count() > 1)
            .Select(of => new { Address = of.Key, Count = of.Count() })
            .FirstOrDefaultAsync(cancellation);
        if (next is null)
            return false;
        var all = aged.Where(row => row.Address == next.Address);
        var listed = await all.OrderByDescending(row => row.Id)
            .Take(AlertStory.MostItems)
            .Join(
                context.AlertMessages,
                row => row.AlertMessageId,
                message => message.Id,
                (row, message) =>
                    new
                    {
                        row.Id,
                        message.Story,
                        Incidents = message.Incidents.Select(one => one.IncidentId).ToList(),
                    }
            )
            .ToListAsync(cancellation);
        listed.Sort((one, other) => one.Id.CompareTo(other.Id));
        var story = AlertComposer.SummaryOf([.. listed.Select(one => AlertStory.Read(one.Story))], next.Count);
        composer.Add(context, story, null, [next.Address], listed.SelectMany(one => one.Incidents).Distinct());
        await all.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DeliveryState.Summarized), cancellation);
        return true;
    }

    /// <summary>Has the webhook tell what waits for mail, and what nobody is mailed.</summary>
    /// <param name="mailIsSet">False: of all messages, because none is ever mailed.</param>
    public async Task AddWebhooksAsync(bool mailIsSet, CancellationToken cancellation)
    {
        var now = time.UtcNow();
        var since = now - Patience;
        IQueryable<AlertMessage> Silent(DataSyncDbContext context) =>
            context.AlertMessages.Where(message =>
                message.CreatedAt > since
                && (
                    message.Kind == AlertMessageKind.Opened
                    || message.Kind == AlertMessageKind.FollowUp
                    || message.Kind == AlertMessageKind.Reminder
                    || message.Kind == AlertMessageKind.Recovery
                    || message.Kind == AlertMessageKind.Summary
                )
                && !message.Deliveries.Any(one => one.Channel == AlertChannel.Webhook)
                && (!mailIsSet || message.Deliveries.Any(one => one.State == DeliveryState.Pending))
            );
        await using (var context = await contexts.CreateDbContextAsync(cancellation))
        {
            if (!await Silent(context).AnyAsync(cancellation))
                return;
        }
        await writes.RunAsync(
            async (context, _, token) =>
            {
                foreach (
                    var message in await Silent(context).OrderBy(one => one.Id).Take(MostAtOnce).ToListAsync(token)
                )
                    message.Deliveries.Add(
                        new()
                        {
                            Channel = AlertChannel.Webhook,
                            // Where it is called is the configuration's to know: the address may be a secret.
                            Address = "webhook",
                            NotBefore = now,
                        }
                    );
                return 0;
            },
            cancellation
        );
    }

    /// <summary>How much waits, up to <see cref="MostCounted"/>, and since when.</summary>
    public async Task<(int Waiting, DateTime? Oldest)> WaitingAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var waiting = context
            .AlertDeliveries.Where(row => row.State == DeliveryState.Pending && row.Channel == AlertChannel.Email)
            .OrderBy(row => row.NotBefore)
            .Take(MostCounted);
        var count = await waiting.CountAsync(cancellation);
        if (count == 0)
            return (0, null);
        var oldest = await waiting
            .Join(
                context.AlertMessages,
                row => row.AlertMessageId,
                message => message.Id,
                (_, message) => message.CreatedAt
            )
            .MinAsync(cancellation);
        return (count, oldest);
    }

    private static IQueryable<AlertDelivery> Due(DataSyncDbContext context, DateTime now) =>
        context.AlertDeliveries.Where(row =>
            row.State == DeliveryState.Pending
            && row.NotBefore <= now
            && (row.LeaseUntil == null || row.LeaseUntil < now)
        );

    private static TimeSpan Pause(int attempts)
    {
        var pause = FirstPause * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}

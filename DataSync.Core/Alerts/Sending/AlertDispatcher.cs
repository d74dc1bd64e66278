using System.Diagnostics;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace DataSync.Core.Alerts;

/// <summary>
/// Sends what the outbox holds, one mail after the other. When the server fails everything waits and is tried again, ever more
/// seldom; the pages say so meanwhile.
/// </summary>
public sealed partial class AlertDispatcher(
    AlertOutbox outbox,
    MailSender sender,
    IMailRenderer renderer,
    AlertDesk desk,
    AlertMetrics metrics,
    IOptions<SmtpOptions> options,
    DatabaseState database,
    TimeProvider time,
    ILogger<AlertDispatcher> logger
) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SmtpOptions smtp = options.Value;
    private readonly Queue<DateTime> sent = new();
    private DateTime? failingSince;
    private string? problem;
    private DateTime notBefore;
    private int failures;

    /// <summary>The server was there when it was asked, and has not failed since.</summary>
    private bool answers;

    private DateTime Now => time.UtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await database.WhenReadyAsync(stoppingToken);
            try
            {
                desk.ToSend.Take();
                await StepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            await desk.ToSend.WaitAsync(Tick, time, stoppingToken);
        }
    }

    /// <summary>Sends what may be sent now, and shows what could not be.</summary>
    internal async Task StepAsync(CancellationToken cancellation)
    {
        if (smtp.IsConfigured)
            await SendDueAsync(cancellation);
        await ShowAsync(cancellation);
    }

    private async Task SendDueAsync(CancellationToken cancellation)
    {
        while (notBefore <= Now && MaySend())
        {
            // After a start, or a time without mail, the server is asked first: what waited long is told in one mail then.
            if (!answers)
            {
                if (!await TryAsync(sender.ProbeAsync, cancellation))
                    return;
                answers = true;
                await outbox.SummarizeAsync(cancellation);
            }
            if (await outbox.ClaimAsync(AlertChannel.Email, cancellation) is not { } next)
                return;
            await SendAsync(next, cancellation);
        }
    }

    private bool MaySend()
    {
        while (sent.TryPeek(out var first) && Now - first >= Minute)
            sent.Dequeue();
        return sent.Count < smtp.PerMinute;
    }

    private async Task SendAsync(ClaimedDelivery next, CancellationToken cancellation)
    {
        using var mail = await DrawAsync(next, cancellation);
        if (mail is null)
            return;
        sent.Enqueue(Now);
        try
        {
            await Telemetry.TraceAsync(
                "mail",
                _ => sender.SendAsync(mail, next.Until - AlertOptions.Margin, cancellation),
                ActivityKind.Client
            );
        }
        catch (MailProblemException failure)
        {
            Refused(logger, failure.IsForGood, failure.Message);
            // What may have arrived is not tried at once again, or a slow server gets it over and over.
            var counts = !failure.IsOfServer || failure.MayHaveArrived;
            await outbox.NotSentAsync(next, failure.Message, failure.IsForGood, counts, cancellation);
            if (failure.IsOfServer)
                Pause(failure);
            else
                Recovered();
            return;
        }
        Recovered();
        // Not given up when the program ends in this moment: it would be sent again.
        await outbox.SentAsync(next, CancellationToken.None);
        metrics.Sent(next);
    }

    /// <returns>Null: it could not be drawn, and must not hold up the others.</returns>
    private async Task<MimeMessage?> DrawAsync(ClaimedDelivery next, CancellationToken cancellation)
    {
        try
        {
            var story = AlertStory.Read(next.Story);
            var body = await renderer.RenderAsync(story, next.Address);
            return AlertMail.Of(story, next.MessageId, body, sender.From, next.Address);
        }
        catch (Exception failure)
        {
            Failed(logger, failure);
            const string Problem = "The mail could not be drawn; the cause is in the server's log.";
            await outbox.NotSentAsync(next, Problem, isForGood: false, countsForOne: true, cancellation);
            return null;
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> act, CancellationToken cancellation)
    {
        try
        {
            await act(cancellation);
            return true;
        }
        catch (MailProblemException failure)
        {
            Pause(failure);
            return false;
        }
    }

    private void Recovered() => (failingSince, problem, failures) = (null, null, 0);

    private void Pause(MailProblemException failure)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures++, 8));
        notBefore = Now + (pause < LongestPause ? pause : LongestPause);
        answers = false;
        (failingSince, problem) = (failingSince ?? Now, failure.Message);
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        var (waiting, oldest) = await outbox.WaitingAsync(cancellation);
        // No mail is left that could show it.
        if (answers && waiting == 0)
            Recovered();
        desk.Show(new MailStanding(smtp.IsConfigured, failingSince, problem, waiting, oldest));
    }

    [LoggerMessage(2011, LogLevel.Error, "Alerts could not be sent; they are tried again")]
    private static partial void Failed(ILogger logger, Exception failure);

    [LoggerMessage(2012, LogLevel.Warning, "A mail did not go out (for good: {ForGood}): {Problem}")]
    private static partial void Refused(ILogger logger, bool forGood, string problem);
}

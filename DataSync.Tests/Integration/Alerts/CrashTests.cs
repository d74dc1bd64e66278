using DataSync.Core.Alerts;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Ends the program at every step of sending, in this process, and holds the same against a mistaken way to send.</summary>
public sealed class CrashTests
{
    private static readonly string[] Recipients = ["a@example.org", "b@example.org", "c@example.org"];
    private static readonly string[] Moments = ["EHLO", "MAIL", "RCPT TO:<b", ".", "RCPT TO:<c"];

    [Theory]
    [DatabaseData]
    public async Task A_crash_repeats_one_mail_at_most_and_loses_none(Provider provider)
    {
        var (crashes, lost, repeats) = await PlayAsync(provider, (life, ended) => life.DispatchAsync(ended));
        Assert.Equal(0, lost);
        Assert.InRange(repeats.Sum(), 1, crashes);
        Assert.All(repeats, one => Assert.InRange(one, 0, 1));
    }

    [Theory]
    [DatabaseData]
    public async Task What_one_process_is_sending_no_other_takes_until_its_lease_is_over(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, "a@example.org");
        life.Show("A");
        await life.FailAsync("A");
        await life.EvaluateAsync();
        var claimed = await life.Services.GetRequiredService<AlertOutbox>().ClaimAsync(AlertChannel.Email, default);
        Assert.Equal("a@example.org", claimed?.Address);
        await life.RestartAsync();
        life.Clock.Advance(AlertLife.Lease - TimeSpan.FromSeconds(1));
        await life.DispatchAsync(default);
        Assert.Empty(life.Smtp.Mails);
        life.Clock.Advance(TimeSpan.FromSeconds(2));
        await life.DispatchAsync(default);
        Assert.Single(life.Smtp.Mails);
    }

    [Theory, DatabaseData]
    public async Task An_end_that_is_asked_for_waits_for_the_answer_and_repeats_none(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, "a@example.org");
        life.Show("A");
        await life.FailAsync("A");
        await life.EvaluateAsync();
        using var end = new CancellationTokenSource();
        life.Smtp.Misbehave = line =>
        {
            if (line is ".")
                end.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => life.DispatchAsync(end.Token));
        await life.RestartAsync();
        await life.PassAsync(3 * AlertLife.Lease);
        Assert.Single(life.Smtp.Mails);
        Assert.Equal(DeliveryState.Sent, Assert.Single(await life.ReadAsync(db => db.AlertDeliveries)).State);
    }

    [Fact]
    public async Task What_could_not_be_sent_within_its_lease_is_left_to_the_next()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        life.Show("A");
        await life.StepAsync();
        life.Clock.Advance(TimeSpan.FromMinutes(5));
        await life.FailAsync("A");
        await life.EvaluateAsync();
        // To connect takes as long as another process waits.
        life.Smtp.Misbehave = line =>
        {
            if (line.StartsWith("EHLO", StringComparison.Ordinal))
                life.Clock.Advance(AlertLife.Lease);
            return null;
        };
        await life.DispatchAsync(default);
        Assert.Empty(life.Smtp.Mails);
        life.Smtp.Misbehave = _ => null;
        await life.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Single(life.Smtp.Mails);
    }

    [Fact]
    public async Task To_send_and_then_to_write_is_found_to_repeat_more()
    {
        var (_, _, repeats) = await PlayAsync(Provider.Sqlite, SendThenWriteAsync);
        Assert.Contains(repeats, one => one > 1);
    }

    [Fact]
    public async Task To_write_and_then_to_send_is_found_to_lose()
    {
        var (_, lost, _) = await PlayAsync(Provider.Sqlite, WriteThenSendAsync);
        Assert.True(lost > 0, "nothing was lost");
    }

    private static async Task<(int Crashes, int Lost, IReadOnlyList<int> Repeats)> PlayAsync(
        Provider provider,
        Func<AlertLife, CancellationToken, Task> dispatch
    )
    {
        await using var life = await AlertLife.StartAsync(provider, Recipients);
        var names = Enumerable.Range(0, 10).Select(number => $"Sync {number}").ToArray();
        life.Show(names);
        var crashes = 0;
        foreach (var (name, number) in names.Select((name, number) => (name, number)))
        {
            await life.FailAsync(name, $"cause {new string('x', number + 1)}");
            await life.EvaluateAsync();
            using var end = new CancellationTokenSource();
            life.Smtp.Misbehave = line =>
            {
                if (!line.StartsWith(Moments[number % Moments.Length], StringComparison.Ordinal))
                    return null;
                end.Cancel();
                // That it was taken is never heard.
                return line is "." ? TestSmtp.TakeAndDrop : null;
            };
            try
            {
                await dispatch(life, end.Token);
            }
            catch (Exception crash) when (crash is OperationCanceledException or MailProblemException)
            {
                crashes++;
            }
            life.Clock.Advance(TimeSpan.FromMinutes(3));
            await life.RestartAsync();
        }
        life.Smtp.Misbehave = _ => null;
        await dispatch(life, default);
        var mails = life.Smtp.Mails.Select(mail => (mail.Recipient, mail.Message.MessageId)).ToList();
        // By message; each met one crash of its own.
        var repeats = mails
            .GroupBy(mail => mail.MessageId!.Split('.')[0])
            .Select(all => all.Count() - all.Distinct().Count());
        return (crashes, names.Length * Recipients.Length - mails.Distinct().Count(), [.. repeats]);
    }

    private static async Task SendThenWriteAsync(AlertLife life, CancellationToken ended)
    {
        var waiting = await WaitingAsync(life);
        foreach (var (delivery, message) in waiting)
            await SendAsync(life, delivery, message, ended);
        await MarkAsync(life, waiting);
    }

    private static async Task WriteThenSendAsync(AlertLife life, CancellationToken ended)
    {
        var waiting = await WaitingAsync(life);
        await MarkAsync(life, waiting);
        foreach (var (delivery, message) in waiting)
            await SendAsync(life, delivery, message, ended);
    }

    private static async Task<List<(AlertDelivery, AlertMessage)>> WaitingAsync(AlertLife life)
    {
        var messages = await life.ReadAsync(db => db.AlertMessages.Include(one => one.Deliveries));
        return
        [
            .. messages.SelectMany(message =>
                message.Deliveries.Where(one => one.State == DeliveryState.Pending).Select(one => (one, message))
            ),
        ];
    }

    private static async Task SendAsync(
        AlertLife life,
        AlertDelivery delivery,
        AlertMessage message,
        CancellationToken ended
    )
    {
        using var sender = new MailSender(life.Services.GetRequiredService<IOptions<SmtpOptions>>(), life.Clock);
        var story = AlertStory.Read(message.Story);
        using var mail = AlertMail.Of(story, message.MessageId, new MailBody("", ""), sender.From, delivery.Address);
        await sender.SendAsync(mail, life.Now + AlertLife.Lease, ended);
    }

    private static async Task MarkAsync(AlertLife life, List<(AlertDelivery Delivery, AlertMessage)> sent)
    {
        var ids = sent.ConvertAll(one => one.Delivery.Id);
        await using var db = await life.ContextAsync();
        await db
            .AlertDeliveries.Where(row => ids.Contains(row.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DeliveryState.Sent));
    }
}

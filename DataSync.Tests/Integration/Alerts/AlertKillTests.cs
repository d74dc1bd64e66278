using System.Collections.Immutable;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>kill -9 around commit, send and mark: no alert is lost, and a crash repeats one mail at most.</summary>
public sealed class AlertKillTests
{
    private static readonly string[] Recipients = ["a@example.org", "b@example.org", "c@example.org"];

    [Theory]
    [InlineData(Provider.Sqlite, 6)]
    [InlineData(Provider.MariaDb, 4)]
    public Task No_alert_is_lost(Provider provider, int kills) => KillAsync(provider, kills);

    [Theory, DatabaseData(100), Trait("Category", "Full")]
    public Task No_alert_is_lost_in_many(Provider provider, int kills) => KillAsync(provider, kills);

    private static async Task KillAsync(Provider provider, int kills)
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var smtp = TestSmtp.Start();
        await using var database = await TestDatabase.CreateAsync(provider);
        var workflows = Enumerable.Range(0, kills).Select(i => n8n.AddWorkflow($"AWS VPC Sync {i}")).ToArray();
        await SubscribeAsync(database);
        (string, string?)[] settings =
        [
            .. TestApp.For(n8n, database, [.. smtp.Settings]),
            ("Alerts:Lease", "00:00:10"),
            ("Audit:Key", "a key of the tests, long enough for any audit log"),
        ];
        var random = new Random(kills);
        var crashes = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            await using var program = TestProgram.Start(settings);
            // Each of its own cause, so each has to be told.
            n8n.AddFinished(
                workflows[kill],
                TimeProvider.System.UtcNow(),
                TimeSpan.FromMilliseconds(1),
                "error",
                error: $"cause {new string((char)('a' + kill % 26), 1 + kill / 26)}"
            );
            crashes += await KillAtAsync(smtp, program, (kill + random.Next(2)) % 5) ? 1 : 0;
        }
        smtp.Misbehave = _ => null;
        await using var last = TestProgram.Start(settings);
        await smtp.UntilAsync(
            mails => Told(mails) == kills * Recipients.Length,
            $"{kills * Recipients.Length} mails, each told to all",
            90
        );
        await UntilAllMarkedAsync(database);
        Assert.InRange(smtp.Mails.Count - kills * Recipients.Length, 0, crashes);
        Assert.True(crashes > 0, "nothing was killed while it sent");
    }

    /// <summary>Ends it at one of the moments that matter.</summary>
    private static async Task<bool> KillAtAsync(TestSmtp smtp, TestProgram program, int moment)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        smtp.Misbehave = line =>
        {
            var now = moment switch
            {
                0 => line.StartsWith("EHLO", StringComparison.Ordinal),
                1 => line.StartsWith("MAIL", StringComparison.Ordinal),
                2 => line is ".",
                // Taken, and the next one begun or not.
                3 => line.StartsWith("RCPT TO:<b@", StringComparison.Ordinal),
                _ => line.StartsWith("RCPT TO:<c@", StringComparison.Ordinal),
            };
            if (now && reached.TrySetResult())
                program.Kill();
            return null;
        };
        // The program is quick: what it was to be killed at may be over.
        await Task.WhenAny(reached.Task, Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System));
        program.Kill();
        return reached.Task.IsCompleted;
    }

    /// <summary>Different mails, as a reader's program tells them apart.</summary>
    private static int Told(IReadOnlyList<ReceivedMail> mails) =>
        mails
            .Where(mail => mail.Message.Subject!.Contains(" fails: ", StringComparison.Ordinal))
            .Select(mail => (mail.Recipient, mail.Message.MessageId))
            .Distinct()
            .Count();

    private static async Task UntilAllMarkedAsync(TestDatabase database)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            await using var db = await database.Factory.CreateDbContextAsync(patience.Token);
            if (!await db.AlertDeliveries.AnyAsync(row => row.State != DeliveryState.Sent, patience.Token))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    private static async Task SubscribeAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        ImmutableArray<Subscription> all = [new(SubscriptionScope.All, null, [AlertEvent.Failure])];
        foreach (var address in Recipients)
            db.Recipients.Add(
                new()
                {
                    Email = address,
                    Subscriptions = RecipientView.Write(all),
                    CreatedAt = database.Clock.UtcNow(),
                }
            );
        await db.SaveChangesAsync();
    }
}

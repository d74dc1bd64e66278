using DataSync.Core.Alerts;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>From a failure in a real n8n to the mail in a real mailbox, at the budget and the pace of production.</summary>
[Trait("Category", "RealN8n")]
public sealed class RealN8nAlertTests(ITestOutputHelper output)
{
    private const int Failures = 5;

    [Theory]
    [DatabaseData]
    public async Task A_failure_is_mailed_within_a_minute_and_so_is_its_end(Provider provider)
    {
        await using var n8n = new RealN8nWorkflows();
        await using var smtp = TestSmtp.Start();
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", RealN8n.BaseUrl),
                ("N8n:ApiKey", RealN8n.ApiKey),
                .. database.Settings.Select(one => (one.Key, one.Value)),
                .. smtp.Settings,
            ]
        );
        var names = Enumerable.Range(0, Failures).Select(number => $"failing-{number}").ToArray();
        var ids = new List<string>();
        foreach (var name in names)
            ids.Add(await n8n.AddCalledAsync(name, Failing(name)));
        await app.SubscribeAsync(
            ids.Select(id => new Subscription(
                SubscriptionScope.Workflow,
                id,
                [AlertEvent.Failure, AlertEvent.Recovery]
            ))
        );
        app.Services.GetRequiredService<RefreshRequests>().Request(all: true);
        await app.UntilAsync(
            board => ids.TrueForAll(id => board.Tiles.Any(tile => tile.WorkflowId == id)),
            "them",
            120
        );

        // The first minute pays for the start and for the refresh; from then on it is as on any day.
        await Task.Delay(TimeSpan.FromSeconds(70), TimeProvider.System);
        var took = new List<double>();
        foreach (var (name, id) in names.Zip(ids))
        {
            took.Add(await TookAsync(smtp, () => n8n.CallAsync(name), "fail"));
            await n8n.ChangeAsync(id, RealN8nWorkflows.Works, publish: true);
        }
        took.Add(await TookAsync(smtp, () => n8n.CallAsync(names[0]), "[DataSync] Over after "));
        output.WriteLine($"{provider}: {string.Join(' ', took.Select(seconds => $"{seconds:0.0}"))} s");
        Assert.All(took, seconds => Assert.InRange(seconds, 0, 60));
    }

    /// <summary>Each for a reason of its own, so that each is an incident.</summary>
    internal static string Failing(string name) =>
        RealN8nWorkflows.Fails.Replace(
            "AccessDenied",
            $"{string.Join(' ', name.Select(sign => $"reason{(char)('a' + sign % 26)}"))}",
            StringComparison.Ordinal
        );

    /// <summary>Seconds from the end of the run until its mail was taken.</summary>
    internal static async Task<double> TookAsync(TestSmtp smtp, Func<Task> run, string subject)
    {
        var before = smtp.Mails.Count;
        await run();
        var ended = TimeProvider.System.GetUtcNow().UtcDateTime;
        var mails = await smtp.UntilAsync(
            all => all.Skip(before).Any(mail => mail.Message.Subject!.Contains(subject, StringComparison.Ordinal)),
            subject,
            90
        );
        return (mails[^1].At - ended).TotalSeconds;
    }
}

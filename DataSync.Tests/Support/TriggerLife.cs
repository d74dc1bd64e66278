using System.Collections.Immutable;
using CsCheck;
using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Sdk;

namespace DataSync.Tests.Support;

/// <summary>What people, n8n and the program do one after the other.</summary>
public enum TriggerStep
{
    Ask,
    AskAgain,
    AskInAnotherTab,
    Withdraw,
    Dispatch,
    LookAtN8n,
    Restart,
}

/// <summary>What becomes of the next thing sent.</summary>
public enum ActFate
{
    Answered,
    LostBefore,
    LostAfter,
    ErrorBefore,
    ErrorAfter,
    CutOffAfter,
    Refused,
    KilledBefore,
    KilledAfter,
}

public sealed record TriggerMove(TriggerStep Step, ActFate Fate, int Seconds)
{
    public override string ToString() => $"+{Seconds}s {Step}{(Fate == ActFate.Answered ? "" : $" {Fate}!")}";
}

/// <summary>Plays a life with the real dispatcher, client and poller, and a clock of its own.</summary>
public sealed class TriggerLife : IAsyncDisposable
{
    public static readonly Gen<TriggerMove[]> Moves = Gen.Select(
        Gen.Frequency(
            (5, TriggerStep.Ask),
            (2, TriggerStep.AskAgain),
            (2, TriggerStep.AskInAnotherTab),
            (1, TriggerStep.Withdraw),
            (6, TriggerStep.Dispatch),
            (4, TriggerStep.LookAtN8n),
            (1, TriggerStep.Restart)
        ),
        Gen.Enum<ActFate>(),
        Gen.Int[0, 100],
        (step, fate, seconds) => new TriggerMove(step, fate, seconds)
    ).Array[1, 20];

    private readonly TestN8n n8n;
    private readonly TestDatabase database;
    private readonly string workflow;
    private ServiceProvider ours;
    private CancellationTokenSource life = new();
    private ActFate fate;
    private string? last;

    private TriggerLife(TestN8n n8n, TestDatabase database)
    {
        (this.n8n, this.database) = (n8n, database);
        workflow = n8n.AddWorkflow("AWS VPC Sync");
        n8n.RunsEndAfter = TimeSpan.FromSeconds(20);
        n8n.FaultFor = arrival =>
            arrival.PathAndQuery.StartsWith("/webhook/", StringComparison.Ordinal) ? Meet() : null;
        ours = NewLife();
    }

    public static async Task PlayAsync(TriggerMove[] moves)
    {
        var data = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var played = new TriggerLife(await TestN8n.StartAsync(data.Clock), data);
        foreach (var move in moves)
        {
            played.database.Clock.Advance(TimeSpan.FromSeconds(move.Seconds));
            played.fate = move.Fate;
            await played.MakeAsync(move.Step);
        }
        await played.SettleAsync();
        await played.CompareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        life.Dispose();
        await ours.DisposeAsync();
        await n8n.DisposeAsync();
        await database.DisposeAsync();
    }

    private ServiceProvider NewLife()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(database.Settings)
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["N8n:BaseUrl"] = n8n.BaseUrl,
                    ["N8n:ApiKey"] = n8n.ApiKey,
                    ["N8n:RequestsPerMinute"] = "600",
                    ["N8n:MaxRetries"] = "0",
                }
            )
            .Build();
        var services = database.NewServices(all =>
            all.AddSingleton<IConfiguration>(configuration)
                .AddN8n(configuration)
                .AddAccess(configuration)
                .AddWorkflows()
                .AddPolling(configuration)
                .AddLiveBoard()
                .AddTriggers()
        );
        services
            .GetRequiredService<LiveBoard>()
            .Update(picture =>
                picture with
                {
                    Tiles = [Tiles.One("AWS VPC Sync", id: workflow) with { RunWays = Ways }],
                    System = picture.System with { Loaded = true },
                }
            );
        return services;
    }

    private WorkflowRunWays Ways => new() { Webhooks = [new(Path, "POST", N8nWebhookAuth.None)] };

    private string Path =>
        n8n.Workflows[0]
            .Nodes.Where(node => (string?)node!["type"] is "n8n-nodes-base.webhook")
            .Select(node => (string)node!["parameters"]!["path"]!)
            .Single();

    private TriggerDispatcher Dispatcher => ours.GetRequiredService<TriggerDispatcher>();

    private TestN8nFault? Meet()
    {
        var now = fate;
        fate = ActFate.Answered;
        if (now is ActFate.KilledBefore or ActFate.KilledAfter)
            life.Cancel();
        return now switch
        {
            ActFate.LostBefore or ActFate.KilledBefore => TestN8nFault.Down,
            ActFate.LostAfter or ActFate.KilledAfter => TestN8nFault.Down.AfterActing(),
            ActFate.ErrorBefore => TestN8nFault.ServerError,
            ActFate.ErrorAfter => TestN8nFault.ServerError.AfterActing(),
            ActFate.CutOffAfter => TestN8nFault.Truncated.AfterActing(),
            ActFate.Refused => TestN8nFault.Json(404, """{"message":"The requested webhook is not registered."}"""),
            _ => null,
        };
    }

    private async Task MakeAsync(TriggerStep step)
    {
        try
        {
            var triggers = ours.GetRequiredService<TriggerService>();
            switch (step)
            {
                case TriggerStep.Ask or TriggerStep.AskInAnotherTab:
                    last = Guid.NewGuid().ToString("N");
                    await AskAsync(last, evenIfRunning: step == TriggerStep.Ask);
                    break;
                case TriggerStep.AskAgain when last is not null:
                    await Task.WhenAll(AskAsync(last, evenIfRunning: true), AskAsync(last, evenIfRunning: true));
                    break;
                case TriggerStep.Withdraw when last is not null:
                    await triggers.WithdrawAsync(Actor.Program, last, life.Token);
                    break;
                case TriggerStep.Dispatch:
                    await Dispatcher.StepAsync(life.Token);
                    await Dispatcher.AnsweredAsync();
                    break;
                case TriggerStep.LookAtN8n:
                    await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Live, RequestPriority.Live, life.Token);
                    break;
                case TriggerStep.Restart:
                    await life.CancelAsync();
                    break;
                default:
                    break;
            }
        }
        catch (Exception failure) when (failure is RefusedException or N8nException || life.IsCancellationRequested)
        {
            // Refused in words, or killed.
        }
        if (!life.IsCancellationRequested)
            return;
        await ours.DisposeAsync();
        life.Dispose();
        (ours, life) = (NewLife(), new CancellationTokenSource());

        Task<TriggerView> AskAsync(string id, bool evenIfRunning) =>
            ours.GetRequiredService<TriggerService>()
                .RunAsync(Actor.Program, workflow, new(id, EvenIfRunning: evenIfRunning), life.Token);
    }

    private async Task SettleAsync()
    {
        for (var round = 0; round < 12; round++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(63));
            fate = ActFate.Answered;
            await MakeAsync(TriggerStep.Dispatch);
            database.Clock.Advance(TimeSpan.FromSeconds(1));
            await MakeAsync(TriggerStep.LookAtN8n);
        }
        await MakeAsync(TriggerStep.Dispatch);
    }

    private async Task CompareAsync()
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var triggers = await db.Triggers.AsNoTracking().ToListAsync();
        var runs = n8n.Executions.Where(run => run.Mode == "webhook").Select(run => run.Id).ToList();
        var calls = n8n.Arrivals.Count(one => one.PathAndQuery.StartsWith("/webhook/", StringComparison.Ordinal));
        var led = triggers.Select(one => one.N8nExecutionId).OfType<string>().ToList();

        Check(triggers.TrueForAll(one => !TriggerView.Of(one).IsOpen), "without an outcome");
        Check(calls <= triggers.Count(one => one.SentAt is not null), $"{calls} calls");
        Check(led.Distinct(StringComparer.Ordinal).Count() == led.Count, "two triggers of one run");
        Check(runs.TrueForAll(led.Contains), "a run nobody is told of");
        Check(triggers.Count(one => one.State == TriggerState.Ended) == runs.Count, "an end without a run");
        Check(
            triggers.TrueForAll(one =>
                one.State == TriggerState.Ended || one.Outcome is not null || one.State == TriggerState.Withdrawn
            ),
            "nothing said of how it ended"
        );

        void Check(bool holds, string otherwise)
        {
            if (!holds)
                throw new XunitException(
                    $"{otherwise}: {string.Join("; ", triggers.Select(one => $"{one.State} {one.N8nExecutionId} {one.Outcome}"))}; runs {string.Join(' ', runs)}"
                );
        }
    }
}

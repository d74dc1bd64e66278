using System.Collections.Immutable;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using DataSync.Web.Features.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Support;

/// <summary>
/// From what n8n tells to the mails that arrive: the real ingest, evaluator, outbox and mail server, with a clock of its own
/// that moves only when told.
/// </summary>
public sealed class AlertLife : IAsyncDisposable
{
    private readonly TestDatabase database;
    public const string WebhookSecret = "a secret of the tests";
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private ServiceProvider ours;
    private string? webhook;
    private readonly Dictionary<string, string?> settings = new(StringComparer.Ordinal);
    private int executions;

    private AlertLife(TestDatabase database)
    {
        this.database = database;
        ours = NewLife();
    }

    public TestSmtp Smtp { get; } = TestSmtp.Start();

    public FakeTimeProvider Clock => database.Clock;

    public DateTime Now => Clock.UtcNow();

    public IServiceProvider Services => ours;

    public AlertService Alerts => ours.GetRequiredService<AlertService>();

    public RecipientService Recipients => ours.GetRequiredService<RecipientService>();

    public AlertDesk Desk => ours.GetRequiredService<AlertDesk>();

    public IEnumerable<string> Subjects => Smtp.Mails.Select(mail => mail.Message.Subject!["[DataSync] ".Length..]);

    /// <param name="recipients">Each wants all but successes, runs by hand and digests.</param>
    public static async Task<AlertLife> StartAsync(Provider provider, params string[] recipients)
    {
        var life = new AlertLife(await TestDatabase.CreateAsync(provider, inMemory: true));
        foreach (var address in recipients.DefaultIfEmpty("ops@example.org"))
            await life.SubscribeAsync(
                address,
                new Subscription(
                    SubscriptionScope.All,
                    null,
                    [AlertEvent.Failure, AlertEvent.Recovery, AlertEvent.Late]
                )
            );
        return life;
    }

    public Task SubscribeAsync(string address, params Subscription[] subscriptions) =>
        Recipients.SaveAsync(Actor.Program, null, address, null, [.. subscriptions], default);

    /// <summary>What the board shows; system and tiles.</summary>
    public void Show(N8nCondition n8n, params WorkflowTile[] tiles) =>
        ours.GetRequiredService<LiveBoard>()
            .Update(picture =>
                picture with
                {
                    Tiles = [.. tiles],
                    System = picture.System with
                    {
                        Loaded = true,
                        N8n = n8n,
                        N8nMessage = n8n == N8nCondition.Ok ? null : "connection refused",
                        N8nConditionSince = picture.System.N8n == n8n ? picture.System.N8nConditionSince : Now,
                        KnownUntil = n8n == N8nCondition.Ok ? Now : picture.System.KnownUntil,
                    },
                }
            );

    public void Show(params string[] workflows) =>
        Show(N8nCondition.Ok, [.. workflows.Select(name => Tiles.One(name))]);

    /// <summary>An execution ends in n8n and is seen at once, or so much later.</summary>
    public async Task<string> EndAsync(string workflow, string status = "error", TimeSpan seenAfter = default)
    {
        var run = Run(workflow, status, Now - seenAfter);
        await ours.GetRequiredService<ExecutionIngestor>().IngestAsync([run], [], null, default);
        return run.Id;
    }

    public Task EndAsync(IEnumerable<(string Workflow, string Status, DateTime At)> runs) =>
        ours.GetRequiredService<ExecutionIngestor>()
            .IngestAsync([.. runs.Select(run => Run(run.Workflow, run.Status, run.At))], [], null, default);

    /// <summary>Its details are read; its end, too, where that was not seen before.</summary>
    public async Task ExplainAsync(string id, string workflow, string error, string? credential = null)
    {
        var reference = credential is null ? null : new CredentialReference("aws", $"id of {credential}", credential);
        var digest = new ExecutionDigest(
            [],
            "Read",
            new ErrorDigest("NodeApiError", error, null, "Read", "n8n-nodes-base.httpRequest", null, reference),
            ResourceCounts.None
        );
        await using var context = await database.Factory.CreateDbContextAsync();
        var row = await context.Executions.SingleOrDefaultAsync(row => row.ExecutionId == id);
        var run = new N8nExecution(
            id,
            workflow,
            "error",
            true,
            "trigger",
            null,
            null,
            row?.StartTime ?? Now.AddSeconds(-5),
            row?.EndTime ?? Now,
            null
        );
        await ours.GetRequiredService<ExecutionIngestor>().StoreDetailsAsync([new(run, digest)], [], default);
    }

    /// <summary>The details of a success are read.</summary>
    public async Task SucceedAsync(string id, string workflow)
    {
        var digest = new ExecutionDigest([], "Write", null, new(1, 2, 0, 0));
        var run = new N8nExecution(id, workflow, "success", true, "trigger", null, null, Now, Now, null);
        await ours.GetRequiredService<ExecutionIngestor>().StoreDetailsAsync([new(run, digest)], [], default);
    }

    /// <summary>Ada asked for a run, which has come so far.</summary>
    public async Task AskAsync(string workflow, TriggerState state, string? outcome = null)
    {
        await using var context = await ContextAsync();
        context.Triggers.Add(
            new()
            {
                TriggerId = Guid.NewGuid().ToString("N"),
                WorkflowId = workflow,
                ActorName = "Ada",
                RequestedAt = Now,
                State = state,
                Outcome = outcome,
                ExecutionId = outcome is null ? "1" : null,
                EndedAt = outcome is null ? null : Now,
            }
        );
        await context.SaveChangesAsync();
        await ours.GetRequiredService<TriggerDesk>().ReadAsync(default);
    }

    public async Task FailAsync(string workflow, string error = "401 - rejected", string? credential = null) =>
        await ExplainAsync(await EndAsync(workflow), workflow, error, credential);

    /// <summary>Lets time pass, second by second or in larger steps, with the program at work.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var by = step ?? TimeSpan.FromSeconds(5);
        for (var passed = TimeSpan.Zero; passed < time; passed += by)
        {
            Clock.Advance(by);
            await StepAsync();
        }
    }

    public async Task StepAsync()
    {
        await EvaluateAsync();
        await DispatchAsync(default);
        if (webhook is not null)
            await ours.GetRequiredService<WebhookDispatcher>().StepAsync(default);
    }

    /// <summary>A second channel, from now on.</summary>
    public void UseWebhook(string url)
    {
        webhook = url;
        ours.Dispose();
        ours = NewLife();
    }

    public Task EvaluateAsync() => ours.GetRequiredService<AlertEvaluator>().StepAsync(default);

    public Task DispatchAsync(CancellationToken cancellation) =>
        ours.GetRequiredService<AlertDispatcher>().StepAsync(cancellation);

    public async Task<IReadOnlyList<T>> ReadAsync<T>(Func<DataSyncDbContext, IQueryable<T>> query)
        where T : class
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        return await query(context).AsNoTracking().ToListAsync();
    }

    public Task<DataSyncDbContext> ContextAsync() => database.Factory.CreateDbContextAsync();

    /// <summary>Another process over the same database, with further settings.</summary>
    public async Task RestartAsync(params (string Key, string? Value)[] more)
    {
        foreach (var (key, value) in more)
            settings[key] = value;
        var picture = ours.GetRequiredService<LiveBoard>().Current;
        await ours.DisposeAsync();
        ours = NewLife();
        ours.GetRequiredService<LiveBoard>().Update(_ => picture);
    }

    public async ValueTask DisposeAsync()
    {
        await ours.DisposeAsync();
        await Smtp.DisposeAsync();
        await database.DisposeAsync();
    }

    private N8nExecution Run(string workflow, string status, DateTime end) =>
        new($"{++executions}", workflow, status, true, "trigger", null, null, end.AddSeconds(-5), end, null);

    private ServiceProvider NewLife()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(database.Settings)
            .AddInMemoryCollection([
                new("Alerts:WebhookUrl", webhook),
                new("Alerts:WebhookSecret", WebhookSecret),
                new("Alerts:Lease", $"{Lease}"),
            ])
            .AddInMemoryCollection(Smtp.Settings.Select(one => KeyValuePair.Create(one.Key, one.Value)))
            .AddInMemoryCollection(settings)
            .Build();
        return database.NewServices(all =>
            all.AddSingleton<IConfiguration>(configuration)
                .Configure<DataSync.Core.SiteOptions>(site => site.PublicUrl = "https://cmdb.example.org/sync")
                .Configure<DataSync.Core.SiteOptions>(configuration.GetSection(DataSync.Core.SiteOptions.Section))
                .AddN8n(configuration)
                .AddAccess(configuration)
                .AddWorkflows()
                .AddLiveBoard()
                .AddPolling(configuration)
                .AddTriggers()
                .AddAlertsWeb(configuration)
        );
    }
}

using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Retention;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Retention;

/// <summary>A database from which old rows go.</summary>
internal sealed class RetentionLife : IAsyncDisposable
{
    private readonly List<AlertMessage> messages = [];
    private int made;

    private RetentionLife(TestDatabase database, string zone, Action<RetentionOptions>? options)
    {
        Database = database;
        Services = database.NewRetention(zone, options);
    }

    public TestDatabase Database { get; }
    public ServiceProvider Services { get; }
    public DateTime Now => Database.Clock.GetUtcNow().UtcDateTime;
    public RetentionService Retention => Services.GetRequiredService<RetentionService>();
    public IncidentHistory History =>
        new(Database.Factory, Services.GetRequiredService<AccessDirectory>(), Database.Clock);
    public ExecutionIngestor Ingestor => Services.GetRequiredService<ExecutionIngestor>();

    public static async Task<RetentionLife> OpenAsync(
        Provider provider,
        Action<RetentionOptions>? options = null,
        string zone = "UTC"
    )
    {
        var life = new RetentionLife(await TestDatabase.CreateAsync(provider, inMemory: true), zone, options);
        await life.Services.GetRequiredService<RollupBuilder>().CompleteAsync(default);
        return life;
    }

    public void SetNow(DateTime now) => Database.Clock.SetUtcNow(new(now));

    public DateTime Ago(double days) => Now.AddDays(-days);

    public N8nExecution Run(DateTime started, string word = "success") =>
        new(
            $"{++made}",
            "w",
            word,
            word is "success",
            "trigger",
            RetryOf: null,
            RetrySuccessId: null,
            started,
            word is "running" ? null : started.AddSeconds(1),
            WaitTill: null
        );

    public Task IngestAsync(params IReadOnlyList<N8nExecution> runs) => Ingestor.IngestAsync(runs, [], null, default);

    public Task ExplainAsync(params IReadOnlyList<N8nExecution> runs) =>
        Ingestor.StoreDetailsAsync(
            [.. runs.Select(run => new N8nExecutionDetail(run, new([], null, null, new(3, 0, 0, 0))))],
            [],
            default
        );

    public async Task<T> ReadAsync<T>(Func<DataSyncDbContext, Task<T>> read)
    {
        await using var context = await Database.Factory.CreateDbContextAsync();
        return await read(context);
    }

    public async Task AddAsync(params object[] rows)
    {
        await using var context = await Database.Factory.CreateDbContextAsync();
        context.AddRange(rows);
        context.AddRange(messages);
        messages.Clear();
        await context.SaveChangesAsync();
    }

    public Task NoteAsync(string action) =>
        Services.GetRequiredService<AuditTrail>().NoteAsync(Actor.Program, new(action, null), default);

    public Task<AuditVerdict> VerifyAsync() => Services.GetRequiredService<AuditChain>().VerifyAsync(default);

    /// <summary>Ended or opened so long ago, with a workflow, two changes and a message about it.</summary>
    /// <param name="told">How long ago it was told; null: likewise.</param>
    public Incident Incident(double days, bool isOpen = false, double? told = null)
    {
        var incident = new Incident
        {
            CauseKey = $"cause {++made}",
            Title = "Something",
            OpenedAt = Ago(days),
            ResolvedAt = isOpen ? null : Ago(days),
        };
        incident.Workflows.Add(new() { WorkflowId = "w", FailedAt = Ago(days) });
        incident.Transitions.Add(new() { At = Ago(days), Change = IncidentChange.Opened });
        incident.Transitions.Add(new() { At = Ago(days), Change = IncidentChange.Told });
        var (message, link) = (Message(told ?? days), new ToldIncident());
        message.Incidents.Add(link);
        incident.Messages.Add(link);
        messages.Add(message);
        return incident;
    }

    public AlertMessage Message(double days, DeliveryState state = DeliveryState.Sent)
    {
        var message = new AlertMessage
        {
            MessageId = $"message {++made}",
            Story = "{}",
            CreatedAt = Ago(days),
        };
        message.Deliveries.Add(new() { Address = "a@example.org", State = state });
        message.Deliveries.Add(new() { Address = "b@example.org", State = DeliveryState.Failed });
        return message;
    }

    public WorkflowEvent Event(double days) =>
        new()
        {
            WorkflowId = "w",
            Kind = WorkflowEventKind.Renamed,
            At = Ago(days),
        };

    public Trigger Trigger(double days, TriggerState state) =>
        new()
        {
            TriggerId = $"trigger {++made}",
            WorkflowId = "w",
            ActorName = "Somebody",
            RequestedAt = Ago(days),
            State = state,
        };

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Database.DisposeAsync();
    }
}

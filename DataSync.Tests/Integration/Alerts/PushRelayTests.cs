using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using DataSync.Web.Features.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Connecting failure push and undoing it, step by step, over restarts and with an n8n that goes away.</summary>
public sealed class PushRelayTests : IAsyncLifetime
{
    private const string Site = "https://cmdb.example.org/sync";

    private TestN8n n8n = null!;
    private TestDatabase? database;
    private ServiceProvider ours = null!;
    private string first = "";
    private string second = "";

    public async Task InitializeAsync()
    {
        n8n = await TestN8n.StartAsync();
        first = n8n.AddWorkflow("AWS VPC Sync", cron: "0 * * * *");
        second = n8n.AddWorkflow("AWS Subnet Sync", cron: "0 * * * *");
        n8n.ChangeWorkflow(n8n.AddWorkflow("Paged"), one => one.ErrorWorkflow = "pager");
        n8n.EditDraft(n8n.AddWorkflow("Edited"));
        n8n.AddWorkflow("Archived", active: false, archived: true);
        n8n.AddWorkflow("Unpublished", active: false);
    }

    public async Task DisposeAsync()
    {
        if (database is not null)
        {
            await ours.DisposeAsync();
            await database.DisposeAsync();
        }
        await n8n.DisposeAsync();
    }

    [Theory, DatabaseData]
    public async Task What_was_shown_is_done_and_undone(Provider provider)
    {
        await OpenAsync(provider);
        var before = Settings();
        var plan = await Service.PlanAsync(Actor.Program, default);
        Assert.Equal(["AWS Subnet Sync", "AWS VPC Sync"], plan.Changes.Select(line => line.Name));
        Assert.Equal(["Archived", "Edited", "Paged", "Unpublished"], plan.Left.Select(line => line.Name));
        Assert.DoesNotContain(n8n.Arrivals, arrival => arrival.Method is not "GET");

        await Service.ConnectAsync(Actor.Program, plan, default);
        await RunAsync();

        var relay = Relay()!;
        Assert.True(relay.Active);
        Assert.Equal([relay.Id, relay.Id], Named(first, second));
        Assert.Equal((PushState.Connected, 2, 0), (Standing.State, Standing.Set, Standing.Waiting));
        Assert.Equal(before.Skip(2), Settings().Skip(2));
        var posted = n8n.Workflows.Single(one => one.Id == relay.Id).Nodes.ToJsonString();
        Assert.Contains($"{Site}/api/v1/n8n/events", posted, StringComparison.Ordinal);
        Assert.Equal(3 * 2 + 2, plan.Requests);
        Assert.Equal(
            plan.Requests,
            n8n.Arrivals.Count(one => !one.PathAndQuery.Contains('?', StringComparison.Ordinal))
        );
        var token = Access.Token(TokenIn(posted))!;
        Assert.Null(token.Role);

        await Service.UndoAsync(Actor.Program, default);
        await RunAsync();

        Assert.Null(Relay());
        Assert.Equal(before, Settings());
        Assert.Null(Access.Token(TokenIn(posted)));
        Assert.Equal(PushStanding.None, Standing);
        await using var context = await database!.Factory.CreateDbContextAsync();
        var noted = await context.AuditEntries.OrderBy(row => row.Seq).Select(row => row.Action).ToListAsync();
        Assert.Equal(
            [
                AuditActions.PushConnect,
                AuditActions.TokenCreated,
                AuditActions.PushRelayCreated,
                AuditActions.WorkflowErrorWorkflow,
                AuditActions.WorkflowErrorWorkflow,
                AuditActions.PushUndo,
                AuditActions.WorkflowErrorWorkflow,
                AuditActions.WorkflowErrorWorkflow,
                AuditActions.TokenRevoked,
                AuditActions.PushRelayRemoved,
            ],
            noted
        );
        var everything = string.Join(' ', await context.AuditEntries.Select(row => row.After).ToListAsync());
        Assert.DoesNotContain(TokenIn(posted), everything, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Every_answer_is_lost_once_and_the_program_started_anew_after_each(Provider provider)
    {
        await OpenAsync(provider);
        var before = Settings();
        var met = new HashSet<string>(StringComparer.Ordinal);
        n8n.FaultFor = arrival =>
            arrival.Method is not "GET" && met.Add($"{arrival.Method} {arrival.PathAndQuery}")
                ? TestN8nFault.Truncated.AfterActing()
                : null;
        await Service.ConnectAsync(Actor.Program, await Service.PlanAsync(Actor.Program, default), default);
        await RunAsync(restart: true);

        Assert.Equal(4, met.Count);
        var relay = Assert.Single(n8n.Workflows, IsRelay);
        Assert.True(relay.Active);
        Assert.Equal([relay.Id, relay.Id], Named(first, second));
        Assert.NotNull(Access.Token(TokenIn(relay.Nodes.ToJsonString())));

        met.Clear();
        await Service.UndoAsync(Actor.Program, default);
        await RunAsync(restart: true);

        Assert.Equal(4, met.Count);
        Assert.Null(Relay());
        Assert.Equal(before, Settings());
    }

    [Theory, DatabaseData]
    public async Task It_waits_while_n8n_is_away_and_goes_on_in_another_life(Provider provider)
    {
        await OpenAsync(provider);
        await Service.ConnectAsync(Actor.Program, await Service.PlanAsync(Actor.Program, default), default);
        await StepAsync();
        await StepAsync();
        await StepAsync();
        Assert.Equal((1, 1), (Standing.Set, Standing.Waiting));

        await n8n.StopAsync();
        Assert.True(await StepAsync() > TimeSpan.Zero);
        Assert.NotNull(Standing.Problem);
        Assert.Equal((PushState.Connecting, 1, 1), (Standing.State, Standing.Set, Standing.Waiting));
        await n8n.StartAgainAsync();
        await RestartAsync();
        await RunAsync();

        Assert.Equal((PushState.Connected, 2, null), (Standing.State, Standing.Set, Standing.Problem));
        Assert.Single(n8n.Workflows, IsRelay);
    }

    [Theory, DatabaseData]
    public async Task What_changed_since_it_was_shown_is_left_alone_and_a_draft_keeps_the_relay(Provider provider)
    {
        await OpenAsync(provider);
        var plan = await Service.PlanAsync(Actor.Program, default);
        n8n.EditDraft(first);
        await Service.ConnectAsync(Actor.Program, plan, default);
        await RunAsync();
        Assert.Contains("unpublished changes", Assert.Single(Standing.Left).Reason, StringComparison.Ordinal);
        Assert.Equal(["none"], Named(first));
        Assert.NotNull(n8n.Workflows[0].DraftVersionId);

        n8n.EditDraft(second);
        await Service.UndoAsync(Actor.Program, default);
        await RunAsync();

        var relay = Relay()!;
        Assert.Equal([relay.Id], Named(second));
        Assert.NotNull(n8n.Workflows[1].DraftVersionId);
        Assert.Equal("AWS Subnet Sync", Assert.Single(Standing.Left).Name);
        Assert.Equal(PushState.Undoing, Standing.State);

        n8n.ChangeWorkflow(second, one => one.DraftVersionId = null);
        await RunAsync(again: true);
        Assert.Null(Relay());
        Assert.Equal(["none"], Named(second));
    }

    [Fact]
    public async Task Undoing_ends_without_what_cannot_be_restored_when_that_is_wished()
    {
        await OpenAsync(Provider.Sqlite);
        await Service.ConnectAsync(Actor.Program, await Service.PlanAsync(Actor.Program, default), default);
        await RunAsync();
        n8n.EditDraft(second);
        await Service.UndoAsync(Actor.Program, default);
        await RunAsync();
        var refused = await Assert.ThrowsAsync<RefusedException>(async () =>
            await Service.ConnectAsync(Actor.Program, await Service.PlanAsync(Actor.Program, default), default)
        );
        Assert.Contains("being undone", refused.Message, StringComparison.Ordinal);

        await Service.FinishAsync(Actor.Program, default);
        await RunAsync();

        Assert.Null(Relay());
        Assert.NotNull(n8n.Workflows[1].DraftVersionId);
        Assert.Equal(PushStanding.None, Standing);
    }

    [Fact]
    public async Task Another_choice_of_a_person_is_not_undone()
    {
        await OpenAsync(Provider.Sqlite);
        await Service.ConnectAsync(Actor.Program, await Service.PlanAsync(Actor.Program, default), default);
        await RunAsync();
        n8n.ChangeWorkflow(first, one => one.ErrorWorkflow = "pager");
        n8n.RemoveWorkflow(second);
        await Service.UndoAsync(Actor.Program, default);
        await RunAsync();

        Assert.Equal(["pager"], Named(first));
        Assert.Null(Relay());
    }

    [Fact]
    public async Task An_n8n_without_versions_is_connected_and_restored_to_the_letter()
    {
        n8n.Line = TestN8nLine.One;
        n8n.RemoveWorkflow(n8n.Workflows.Single(one => one.DraftVersionId is not null).Id);
        n8n.ChangeWorkflow(second, one => one.ErrorWorkflow = "DEFAULT");
        await OpenAsync(Provider.Sqlite);
        var before = Settings();
        await Service.ConnectAsync(Actor.Program, await Service.PlanAsync(Actor.Program, default), default);
        await RunAsync();
        Assert.Equal([Relay()!.Id, Relay()!.Id], Named(first, second));

        await Service.UndoAsync(Actor.Program, default);
        await RunAsync();
        Assert.Equal(before, Settings());
    }

    [Fact]
    public async Task Without_an_address_of_our_own_nothing_is_planned()
    {
        await OpenAsync(Provider.Sqlite, publicUrl: null);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Service.PlanAsync(Actor.Program, default));

        Assert.Contains("Site:PublicUrl", refused.Message, StringComparison.Ordinal);
        Assert.Empty(n8n.Arrivals);
    }

    [Fact]
    public async Task How_long_it_takes_is_what_the_looks_at_n8n_leave()
    {
        await OpenAsync(Provider.Sqlite, perMinute: 10);
        ours.GetRequiredService<RequestBudget>()
            .ExpectLivePasses(database!.Clock.UtcNow(), TimeSpan.FromSeconds(20), 1, 2);

        var plan = await Service.PlanAsync(Actor.Program, default);

        // Of ten, two are people's and 4.5 the looks'.
        Assert.Equal(TimeSpan.FromMinutes(8 / 3.5), plan.Takes);
    }

    private PushRelayService Service => ours.GetRequiredService<PushRelayService>();

    private PushStanding Standing => ours.GetRequiredService<AlertDesk>().Push;

    private AccessDirectory Access => ours.GetRequiredService<AccessDirectory>();

    private async Task OpenAsync(Provider provider, string? publicUrl = Site, int perMinute = 6000)
    {
        database = await TestDatabase.CreateAsync(provider, inMemory: true);
        ours = NewLife(publicUrl, perMinute);
    }

    private async Task RestartAsync()
    {
        await ours.DisposeAsync();
        ours = NewLife(Site);
        await Access.ReloadAsync(default);
    }

    /// <summary>Until nothing more is to be done.</summary>
    /// <param name="restart">The program is started anew after each step.</param>
    /// <param name="again">What could not be done is tried again first.</param>
    private async Task RunAsync(bool restart = false, bool again = false)
    {
        if (again)
            await StepAsync();
        for (var steps = 0; steps < 40; steps++)
        {
            var pause = await StepAsync();
            if (pause > TimeSpan.Zero && Standing.Problem is null)
                return;
            if (restart)
                await RestartAsync();
        }
        Assert.Fail($"It never ended: {Standing}");
    }

    private Task<TimeSpan> StepAsync() => ours.GetRequiredService<PushRelayDispatcher>().StepAsync(default);

    private TestN8nWorkflow? Relay() => n8n.Workflows.SingleOrDefault(IsRelay);

    private static bool IsRelay(TestN8nWorkflow one) =>
        one.Name.StartsWith("DataSync failure push ", StringComparison.Ordinal);

    private string[] Named(params string[] ids) =>
        [.. ids.Select(id => n8n.Workflows.Single(one => one.Id == id).ErrorWorkflow ?? "none")];

    private string[] Settings() =>
        [
            .. n8n
                .Workflows.Where(one => !IsRelay(one))
                .Select(one =>
                    $"{one.Name} {one.Active} {one.ErrorWorkflow ?? "-"} {one.VersionId} {one.DraftVersionId}"
                ),
        ];

    private static string TokenIn(string nodes) =>
        nodes[nodes.IndexOf(TokenService.Prefix, StringComparison.Ordinal)..].Split('"')[0];

    private ServiceProvider NewLife(string? publicUrl, int perMinute = 6000)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(database!.Settings)
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["N8n:BaseUrl"] = n8n.BaseUrl,
                    ["N8n:ApiKey"] = n8n.ApiKey,
                    ["N8n:RequestsPerMinute"] = $"{perMinute}",
                    ["N8n:MaxRetries"] = "0",
                }
            )
            .Build();
        return database.NewServices(all =>
            all.AddSingleton<IConfiguration>(configuration)
                .Configure<SiteOptions>(site => site.PublicUrl = publicUrl)
                .AddN8n(configuration)
                .AddAccess(configuration)
                .AddWorkflows()
                .AddLiveBoard()
                .AddPolling(configuration)
                .AddAlertsWeb(configuration)
        );
    }
}

using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace DataSync.Tests.Integration.Executions;

public sealed class IngestTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    [Theory, DatabaseData]
    public async Task A_page_is_stored_once_however_often_it_comes(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var page = Page(1, 250);

        var first = await IngestAsync(database, page);
        var again = await IngestAsync(database, page);

        // 250 executions and one workflow nobody listed.
        Assert.Equal(new IngestResult(250, 0, 0, Generation: 1), first);
        Assert.Equal(new IngestResult(0, 0, 0, Generation: 1), again);
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(250, await context.Executions.CountAsync());
        Assert.Equal(250, (await context.Checkpoints.SingleAsync()).ExecutionsStored);
        Assert.Equal(
            ("w", true),
            (
                await context.Workflows.Select(row => row.WorkflowName).SingleAsync(),
                await context.Workflows.Select(row => row.IsPlaceholder).SingleAsync()
            )
        );
        Assert.Equal(250, await context.Executions.Select(row => row.ChangeSeq).Distinct().CountAsync());
    }

    [Theory, DatabaseData]
    public async Task Every_field_comes_back_as_it_was_sent(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var sent = Done("42", "error") with
        {
            Mode = "webhook",
            RetryOf = "41",
            RetrySuccessId = "43",
            StartedAt = Start.AddTicks(1_234_560),
            StoppedAt = Start.AddDays(30),
        };

        await IngestAsync(database, [sent]);

        var row = await SingleAsync(database, "42");
        Assert.Equal(
            ("w", "42", 1, ExecutionStatus.Failure, "error", "webhook"),
            (row.WorkflowId, row.N8nExecutionId, row.Generation, row.Status, row.N8nStatus, row.Mode)
        );
        Assert.Equal(
            ("41", "43", false, DetailState.Pending),
            (row.RetryOf, row.RetrySuccessId, row.StartTimeEstimated, row.DetailState)
        );
        Assert.Equal(
            (sent.StartedAt!.Value, sent.StoppedAt!.Value, 2_591_999_876L),
            (row.StartTime, row.EndTime!.Value, row.DurationMs!.Value)
        );
        Assert.Equal(database.Clock.UtcNow(), row.CreatedAt);
        Assert.Equal(
            (null, null, null, null),
            (row.ResourcesCreated, row.ResourcesUpdated, row.ResourcesDeleted, row.ResourcesFailed)
        );
        Assert.Equal(DateTimeKind.Utc, row.EndTime!.Value.Kind);
    }

    [Theory, DatabaseData]
    public async Task Nothing_that_is_sent_is_read_as_a_statement(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var sent = Done("4'2\\", "success") with { WorkflowId = "o'w\"--", Mode = "it's \\ 同步 @p0", RetryOf = "\\'" };

        await IngestAsync(database, [sent, Done("43", "success")]);
        var again = await IngestAsync(database, [sent]);

        var row = await SingleAsync(database, sent.Id);
        Assert.Equal((sent.WorkflowId, sent.Mode, sent.RetryOf), (row.WorkflowId, row.Mode, row.RetryOf));
        Assert.Equal((0, 0), (again.Inserted, again.Updated));
    }

    [Theory, DatabaseData]
    public async Task Only_rows_that_changed_get_a_new_number(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await IngestAsync(database, [Open("3"), Open("2"), Done("1")]);

        var result = await IngestAsync(database, [Open("3"), Done("2"), Open("1")]);

        Assert.Equal(new IngestResult(0, 1, 0, Generation: 1), result);
        Assert.Equal((ExecutionStatus.Success, 5L), await StateAsync(database, "2"));
        Assert.Equal((ExecutionStatus.Running, 1L), await StateAsync(database, "3"));
        Assert.Equal((ExecutionStatus.Success, 3L), await StateAsync(database, "1"));
    }

    [Theory, DatabaseData]
    public async Task The_same_id_twice_on_a_page_is_one_row(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var result = await IngestAsync(database, [Done("1"), Open("1")]);

        Assert.Equal(1, result.Inserted);
        Assert.Equal(ExecutionStatus.Success, (await StateAsync(database, "1")).Status);
    }

    [Theory, DatabaseData]
    public async Task Nothing_is_stored_when_the_checkpoint_cannot_move(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ingestor.IngestAsync(Page(1, 10), [], _ => throw new InvalidOperationException("no"), default)
        );

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(
            (0, 0, 0L),
            (
                await context.Executions.CountAsync(),
                await context.Workflows.CountAsync(),
                (await context.Checkpoints.SingleAsync()).ChangeSeq
            )
        );
    }

    [Theory, DatabaseData]
    public async Task The_checkpoint_moves_with_the_page(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();

        await ingestor.IngestAsync(Page(1, 2), [], row => row.PollState = """{"floor":"2"}""", default);

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal("""{"floor":"2"}""", (await context.Checkpoints.SingleAsync()).PollState);
    }

    [Theory, DatabaseData]
    public async Task A_row_that_cannot_be_stored_does_not_fail_its_page(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        N8nExecution[] page = [Done("2"), Done("1") with { WorkflowId = null }];
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();
        N8nUnreadableRow[] unreadable = [new("8", "Its start is no time."), new(null, "It is no object.")];

        var first = await ingestor.IngestAsync(page, unreadable, null, default);
        var again = await ingestor.IngestAsync(page, unreadable, null, default);

        Assert.Equal((1, 3), (first.Inserted, first.Quarantined));
        Assert.Equal((0, 0), (again.Inserted, again.Quarantined));
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(3, await context.Quarantine.CountAsync());
        Assert.Equal(
            "Its start is no time.",
            (await context.Quarantine.SingleAsync(row => row.N8nExecutionId == "8")).Reason
        );
    }

    [Theory, DatabaseData]
    public async Task A_row_the_database_refuses_is_found_among_the_others(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        await context.Database.ExecuteSqlRawAsync(
            provider == Provider.MariaDb
                ? "ALTER TABLE workflow_executions ADD CHECK (execution_id <> '5')"
                : """
                CREATE TRIGGER refuse BEFORE INSERT ON workflow_executions WHEN NEW.execution_id = '5'
                BEGIN SELECT RAISE(ABORT, 'refused'); END
                """
        );

        var result = await IngestAsync(database, Page(1, 10));

        Assert.Equal((9, 1), (result.Inserted, result.Quarantined));
        Assert.Equal("5", (await context.Quarantine.SingleAsync()).N8nExecutionId);
        Assert.Equal(9, (await context.Checkpoints.SingleAsync()).ExecutionsStored);
    }

    [Theory, DatabaseData]
    public async Task Workflows_that_differ_in_case_get_a_row_each(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await IngestAsync(database, [Done("a1") with { WorkflowId = "Wx" }, Done("A1") with { WorkflowId = "wX" }]);

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal((2, 2), (await context.Workflows.CountAsync(), await context.Executions.CountAsync()));
    }

    [Theory, DatabaseData]
    public async Task A_later_generation_has_rows_of_its_own(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();
        await ingestor.IngestAsync([Done("1")], [], row => row.Generation = 2, default);

        var result = await ingestor.IngestAsync([Open("1")], [], null, default);

        Assert.Equal(1, result.Inserted);
        Assert.Equal(ExecutionStatus.Success, (await StateAsync(database, "1")).Status);
        Assert.Equal(ExecutionStatus.Running, (await StateAsync(database, "1@2")).Status);
    }

    [Theory, DatabaseData]
    public async Task Two_programs_storing_the_same_pages_make_no_duplicates(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var other = database.NewServices();
        ExecutionIngestor[] ingestors =
        [
            database.Services.GetRequiredService<ExecutionIngestor>(),
            other.GetRequiredService<ExecutionIngestor>(),
        ];

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(turn =>
                    Task.Run(() => ingestors[turn % 2].IngestAsync(Page(1 + turn / 4 * 50, 100), [], null, default))
                )
        );

        Assert.Equal(300, results.Sum(result => result.Inserted));
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(
            (300, 301L),
            (await context.Executions.CountAsync(), (await context.Checkpoints.SingleAsync()).ChangeSeq)
        );
    }

    [Theory, DatabaseData]
    public async Task A_transaction_that_broke_half_way_runs_again_and_stores_once(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var attempts = 0;
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();

        var result = await ingestor.IngestAsync(Page(1, 10), [], _ => Break(), default);

        Assert.Equal((2, 10), (attempts, result.Inserted));
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(
            (10, 11L),
            (await context.Executions.CountAsync(), (await context.Checkpoints.SingleAsync()).ChangeSeq)
        );

        void Break()
        {
            if (++attempts > 1)
                return;
            if (provider == Provider.Sqlite)
                throw new SqliteException("busy", 5);
            KillOthers(database);
        }
    }

    /// <summary>What a restarted proxy does: the connection is gone when the transaction wants to commit.</summary>
    private static void KillOthers(TestDatabase database)
    {
        using var connection = new MySqlConnection(database.ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT GROUP_CONCAT(id) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()";
        foreach (var id in ((string)command.ExecuteScalar()!).Split(','))
        {
            command.CommandText = $"KILL {id}";
            command.ExecuteNonQuery();
        }
    }

    private static Task<IngestResult> IngestAsync(TestDatabase database, IReadOnlyList<N8nExecution> page) =>
        database.Services.GetRequiredService<ExecutionIngestor>().IngestAsync(page, [], null, default);

    private static async Task<WorkflowExecution> SingleAsync(TestDatabase database, string id)
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        return await context.Executions.AsNoTracking().SingleAsync(row => row.ExecutionId == id);
    }

    private static async Task<(ExecutionStatus Status, long ChangeSeq)> StateAsync(TestDatabase database, string id)
    {
        var row = await SingleAsync(database, id);
        return (row.Status, row.ChangeSeq);
    }

    private static N8nExecution[] Page(int first, int count) =>
        [.. Enumerable.Range(first, count).Reverse().Select(id => Done(id.ToString()))];

    private static N8nExecution Open(string id) =>
        new(id, "w", "running", false, "trigger", null, null, Start, null, null);

    private static N8nExecution Done(string id, string status = "success") =>
        new(id, "w", status, status is "success", "trigger", null, null, Start, Start.AddSeconds(30), null);
}

using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace DataSync.Tests.Integration.Persistence;

public sealed class SchemaTests
{
    [Theory, DatabaseData]
    public async Task No_model_change_waits_for_a_migration(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, migrated: false);
        await using var context = await database.Factory.CreateDbContextAsync();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void The_script_for_mysql_is_current()
    {
        var options = new DbContextOptionsBuilder<DataSyncDbContext>()
            .UseDataSyncMySql("Server=localhost;Database=datasync", ServerVersion.Parse("10.11.6-mariadb"))
            .Options;
        using var context = new DataSyncDbContext(options);
        var expected = context
            .GetService<IMigrator>()
            .GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        var script = File.ReadAllText(Path.Combine(RepositoryRoot(), "migrations", "mysql.sql"));

        Assert.Equal(expected.ReplaceLineEndings("\n").Trim(), script.ReplaceLineEndings("\n").Trim());
    }

    [Fact]
    public async Task Tables_are_those_of_the_plan_on_mysql()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb);
        await using var context = await database.Factory.CreateDbContextAsync();

        var columns = await context
            .Database.SqlQuery<string>(
                $"""
                SELECT CONCAT(table_name, '.', column_name, ' ', column_type, ' ', is_nullable, ' ', extra) AS Value
                FROM information_schema.columns WHERE table_schema = DATABASE()
                """
            )
            .ToListAsync();

        string[] planned =
        [
            "workflow_registry.id int(11) NO auto_increment",
            "workflow_registry.workflow_id varchar(255) NO ",
            "workflow_registry.workflow_name varchar(255) NO ",
            "workflow_registry.workflow_type enum('vpc','subnet','transit_gateway','nat_gateway','vpn','other') NO ",
            "workflow_registry.provider enum('aws','azure','gcp','ali','oci','huawei','others') NO ",
            "workflow_registry.is_active tinyint(1) NO ",
            "workflow_registry.created_at datetime(6) NO ",
            "workflow_registry.updated_at datetime(6) NO ",
            "workflow_executions.id int(11) NO auto_increment",
            "workflow_executions.workflow_id varchar(255) NO ",
            "workflow_executions.execution_id varchar(255) NO ",
            "workflow_executions.status enum('success','failure','running','cancelled') NO ",
            "workflow_executions.start_time datetime(6) NO ",
            "workflow_executions.end_time datetime(6) YES ",
            "workflow_executions.duration_ms bigint(20) YES ",
            "workflow_executions.resources_created int(11) YES ",
            "workflow_executions.resources_updated int(11) YES ",
            "workflow_executions.resources_failed int(11) YES ",
            "workflow_executions.error_message text YES ",
            "workflow_executions.execution_data longtext YES ",
            "workflow_executions.created_at datetime(6) NO ",
            "workflow_alerts.id int(11) NO auto_increment",
            "workflow_alerts.execution_id varchar(255) NO ",
            "workflow_alerts.alert_type enum('failure','success','manual_trigger') NO ",
            "workflow_alerts.recipients text NO ",
            "workflow_alerts.sent_at datetime(6) NO ",
            "workflow_alerts.resolved_at datetime(6) YES ",
        ];
        Assert.Empty(planned.Except(columns, StringComparer.Ordinal));
    }

    [Theory]
    [DatabaseData("workflow_executions", "status")]
    [DatabaseData("workflow_registry", "workflow_type")]
    [DatabaseData("workflow_registry", "provider")]
    public async Task A_word_the_schema_lacks_is_refused(Provider provider, string table, string column)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        await StoreOneAsync(context);

        var statement = $"UPDATE {table} SET {column} = 'nonsense'";
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => context.Database.ExecuteSqlRawAsync(statement));

        Assert.True(DatabaseErrors.IsData(failure), failure.ToString());
    }

    [Theory, DatabaseData]
    public async Task Deleting_a_workflow_takes_its_executions_and_their_alerts_along(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        await StoreOneAsync(context);

        await context.Workflows.ExecuteDeleteAsync();

        Assert.Equal(0, await context.Executions.CountAsync());
        Assert.Equal(0, await context.Alerts.CountAsync());
    }

    [Theory, DatabaseData]
    public async Task Ids_that_differ_in_case_or_trailing_space_are_different(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        context.Workflows.AddRange(Workflow("aBc"), Workflow("AbC"), Workflow("äbc"), Workflow("abc"));

        await context.SaveChangesAsync();

        Assert.Equal(1, await context.Workflows.CountAsync(row => row.WorkflowId == "AbC"));
    }

    [Theory, DatabaseData]
    public async Task Times_come_back_as_utc_in_whole_microseconds(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var time = new DateTime(2026, 3, 29, 2, 30, 0, DateTimeKind.Utc).AddTicks(1_234_567);
        await using (var context = await database.Factory.CreateDbContextAsync())
        {
            context.Workflows.Add(Workflow("w", time));
            await context.SaveChangesAsync();
        }
        await using var reader = await database.Factory.CreateDbContextAsync();

        var read = (await reader.Workflows.SingleAsync()).CreatedAt;

        Assert.Equal(time.AddTicks(-7), read);
        Assert.Equal(DateTimeKind.Utc, read.Kind);
    }

    [Theory, DatabaseData]
    public async Task What_was_told_of_which_incident_is_carried_over_to_the_newest_tables(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, migrated: false);
        await using var context = await database.Factory.CreateDbContextAsync();
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync("FailurePush");
        await context.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO incidents (id, kind, cause_key, title, opened_at, detected_at, in_summary, notify_at, told,
                told_workflows, seen_workflows, followed_up, reopened, failures, last_failure_at)
            VALUES (7, 'failure', 'error:1', 'broken', '2026-03-01 12:00:00', '2026-03-01 12:00:00', 0,
                '2026-03-01 12:00:00', 'broken', 1, 1, 0, 0, 1, '2026-03-01 12:00:00')
            """
        );
        // Of one incident, of several, and of one that is no more.
        await context.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO alert_messages (id, message_id, kind, incident_id, story, created_at)
            VALUES (3, 'a', 'opened', 7, '{{}}', '2026-03-01 12:00:00'),
                (4, 'b', 'summary', NULL, '{{}}', '2026-03-01 12:00:00'),
                (5, 'c', 'opened', 8, '{{}}', '2026-03-01 12:00:00')
            """
        );

        await migrator.MigrateAsync();

        var told = Assert.Single(await context.ToldIncidents.ToListAsync());
        Assert.Equal((3, 7), (told.AlertMessageId, told.IncidentId));
        Assert.Equal("broken", (await context.Incidents.SingleAsync()).Title);
        Assert.Equal(3, await context.AlertMessages.CountAsync());
        Assert.False(context.Database.HasPendingModelChanges());
    }

    private static async Task StoreOneAsync(DataSyncDbContext context)
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        context.Workflows.Add(Workflow("w"));
        context.Executions.Add(
            new WorkflowExecution
            {
                WorkflowId = "w",
                ExecutionId = "1",
                N8nExecutionId = "1",
                Status = ExecutionStatus.Cancelled,
                StartTime = time,
                CreatedAt = time,
            }
        );
        context.Alerts.Add(
            new WorkflowAlert
            {
                ExecutionId = "1",
                AlertType = AlertType.ManualTrigger,
                Recipients = "a@example.org",
                SentAt = time,
            }
        );
        await context.SaveChangesAsync();
    }

    private static WorkflowRegistry Workflow(string id, DateTime created = default) =>
        new()
        {
            WorkflowId = id,
            WorkflowName = id,
            WorkflowType = WorkflowType.TransitGateway,
            CreatedAt = created,
            UpdatedAt = created,
        };

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DataSync.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No DataSync.sln above");
        return folder;
    }
}

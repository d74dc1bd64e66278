using Bunit;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using DataSync.Web.Features.Executions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace DataSync.Tests.Components;

/// <summary>Lists and reports of runs over a database of their own.</summary>
public abstract class HistoryPages : PageTests, IAsyncLifetime
{
    private protected TestDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        Services.AddSingleton(Database.Services.GetRequiredService<ExecutionHistory>());
        Services.AddSingleton(Database.Services.GetRequiredService<DatabaseState>());
        Services.AddMudServices();
        Services.AddSingleton(Options.Create(new N8nOptions { BaseUrl = "http://n8n.example.org/api/v1" }));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await Database.DisposeAsync();
    }

    private protected IRenderedComponent<WorkflowHistoryModal> Modal(string? workflow, string? run) =>
        Render<WorkflowHistoryModal>(modal =>
            modal
                .Add(one => one.Workflow, workflow)
                .Add(one => one.Run, run)
                .Add(one => one.Board, Board.Current)
                .Add(one => one.Close, "data-sync")
        );

    private protected async Task StoreAsync(params WorkflowExecution[] rows)
    {
        await using var context = await Database.Factory.CreateDbContextAsync();
        foreach (var id in rows.Select(row => row.WorkflowId).Distinct())
        {
            context.Workflows.Add(
                new WorkflowRegistry
                {
                    WorkflowId = id,
                    WorkflowName = $"<b>{id}</b>",
                    CreatedAt = Tiles.Now,
                    UpdatedAt = Tiles.Now,
                }
            );
        }
        context.Executions.AddRange(rows);
        await context.SaveChangesAsync();
    }

    private protected static WorkflowExecution Row(
        string id,
        ExecutionStatus status = ExecutionStatus.Success,
        DetailState state = DetailState.Pending,
        ExecutionDigest? digest = null
    ) =>
        new()
        {
            WorkflowId = "w",
            ExecutionId = id,
            N8nExecutionId = id,
            Status = status,
            Mode = "trigger",
            StartTime = Tiles.Now.AddMinutes(-30).AddMinutes(int.Parse(id)),
            EndTime = status == ExecutionStatus.Running ? null : Tiles.Now,
            DurationMs = status == ExecutionStatus.Running ? null : 4_200,
            CreatedAt = Tiles.Now,
            DetailState = digest is null ? state : DetailState.Stored,
            ExecutionData = digest is null ? null : DigestJson.Write(digest),
            ErrorMessage = digest?.Error?.Message,
            FailedNode = digest?.Error?.Node,
            ErrorFingerprint = digest?.Error is { } error ? ErrorFingerprint.Of(error) : null,
        };
}

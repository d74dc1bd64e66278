using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Integration.Polling;

/// <summary>Why a run failed is read at once if it has just failed, however long it had run.</summary>
public sealed class FailureReaderTests
{
    [Theory]
    [InlineData(120, 1, true)]
    [InlineData(30, 20, false)]
    public async Task Only_what_has_just_failed_is_read_out_of_turn(int startedBefore, int failedBefore, bool isRead)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        await using var ours = LossRun.Services(n8n, database);
        var now = database.Clock.GetUtcNow().UtcDateTime;
        n8n.AddFinished(
            n8n.AddWorkflow("AWS VPC Sync"),
            now.AddMinutes(-startedBefore),
            TimeSpan.FromMinutes(startedBefore - failedBefore),
            "error",
            error: "AccessDenied: list VPCs"
        );
        await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
        var options = Options.Create(new N8nOptions { BaseUrl = n8n.BaseUrl, ApiKey = n8n.ApiKey });
        using var budget = new RequestBudget(
            options,
            database.Factory,
            database.Clock,
            NullLogger<RequestBudget>.Instance
        );
        var reader = new FailureReader(
            ours.GetRequiredService<N8nClient>(),
            ours.GetRequiredService<PendingDetails>(),
            ours.GetRequiredService<ExecutionIngestor>(),
            budget,
            options,
            database.Clock
        );

        Assert.Equal(isRead, await reader.ReadSomeAsync(default));

        await using var context = await database.Factory.CreateDbContextAsync();
        var message = (await context.Executions.SingleAsync()).ErrorMessage;
        Assert.Equal(isRead ? "AccessDenied: list VPCs" : null, message);
    }
}

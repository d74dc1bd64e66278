using System.Text;
using System.Text.Json.Nodes;
using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DataSync.Tests.Integration.Access;

/// <summary>A secret that can be recognised is looked for wherever it must not be.</summary>
public sealed class SecretTests
{
    private const string Canary = "canary-4b1d-must-be-nowhere";

    private static readonly string[] Addresses =
    [
        "",
        "data-sync",
        "data-sync/executions",
        "account",
        "settings/users",
        "settings/tokens",
        "settings/audit",
        "sign-in",
        "sign-in?returnUrl=%00",
        "set-up?key=wrong",
        "set-password?id=1&key=2",
        "no-such-page",
        "api/v1/no-such",
    ];

    [Theory, DatabaseData]
    public async Task The_key_and_what_payloads_hold_are_in_no_log_page_answer_or_table(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.ApiKey = Canary;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var id = n8n.AddFinished(n8n.AddWorkflow("AWS VPC Sync"), now.AddMinutes(-1), TimeSpan.FromSeconds(1), "error");
        n8n.Change(id, execution => execution.CustomData = new JsonObject { ["token"] = Canary });
        n8n.Change(
            id,
            execution => execution.Data!["headers"] = new JsonObject { ["authorization"] = $"Bearer {Canary}" }
        );
        await using var database = await TestDatabase.CreateAsync(provider);
        using var log = new TestLog();
        await using var app = await TestApp.StartAsync(null, log, TestApp.For(n8n, database, ("N8n:MaxRetries", "0")));
        await app.UntilAsync(b => b.Tiles is [{ LastRun.FailedNode: not null }], "the failure's detail");
        var seen = new StringBuilder();
        var callers = await Callers.AddAsync(app);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        foreach (var fault in new[] { TestN8nFault.Unauthorized, TestN8nFault.Html, TestN8nFault.ServerError, null })
        {
            n8n.Fault = fault;
            await app.UntilAsync(b => b.System.N8n == N8nCondition.Ok == fault is null, "n8n's condition");
            foreach (var caller in new[] { Caller.Anonymous, Caller.Admin })
            {
                foreach (var address in Addresses)
                {
                    using var answer = await http.SendAsync(callers.Request(caller, "GET", new Uri(app.Url, address)));
                    seen.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync());
                }
            }
        }

        Assert.True(seen.Length > 100_000, "the pages were read");
        Assert.Contains("AWS VPC Sync", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, seen.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Canary, StringComparison.Ordinal));
        var stored = await DumpAsync(database);
        Assert.Contains("AWS VPC Sync", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(TestApp.AdminPassword, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(TestApp.AdminToken, stored, StringComparison.Ordinal);
    }

    /// <summary>Every cell of every table.</summary>
    private static async Task<string> DumpAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var dump = new StringBuilder();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                    dump.Append(reader.GetValue(column)).Append('\n');
            }
        }
        return dump.ToString();
    }
}

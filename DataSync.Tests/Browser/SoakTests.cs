using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using DataSync.Core.Executions;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Browser;

/// <summary>
/// A real n8n lives for a while (DATASYNC_SOAK_MINUTES, 60 without it), its webhooks fired at random; it is killed and started
/// again twice and wiped once, and the program is restarted. Afterwards the table equals what n8n's own lists showed.
/// </summary>
public abstract class SoakTests
{
    private static readonly string[] Webhooks =
    [
        "AWS Subnet Sync (prod)",
        "GCP NAT Gateway Sync",
        "OCI VPN Sync",
        "OCI Subnet Sync (waits long)",
        "Huawei VPC Sync",
        "华为 子网 同步 <script>alert(1)</script>",
        "GCP VPC Sync (large)",
        "AWS VPN Sync (crashes in code)",
    ];

    private readonly ConcurrentDictionary<(int Life, string Id), Seen> reference = new();
    private int life = 1;

    protected async Task LiveAsync(string line, int port, Provider provider)
    {
        var home = Directory.CreateTempSubdirectory("datasync-soak-").FullName;
        var tool = new N8nTool(RealN8n.Tool, line, home, port);
        var minutes = double.Parse(Environment.GetEnvironmentVariable("DATASYNC_SOAK_MINUTES") ?? "60");
        await using var database = await TestDatabase.CreateAsync(provider);
        await tool.StartAsync();
        var app = await StartAsync(tool, database);
        try
        {
            var clock = Stopwatch.StartNew();
            var random = new Random(line[0]);
            var turns = new Queue<(double At, string What)>([
                (0.2, "kill"),
                (0.4, "restart"),
                (0.55, "wipe"),
                (0.75, "kill"),
                (0.85, "restart"),
            ]);
            while (clock.Elapsed.TotalMinutes < minutes)
            {
                if (turns.TryPeek(out var turn) && clock.Elapsed.TotalMinutes > minutes * turn.At)
                {
                    turns.Dequeue();
                    Console.WriteLine(
                        $"line {line}: {turn.What} after {clock.Elapsed.TotalMinutes:0.0} min, {reference.Count} seen"
                    );
                    if (turn.What is "restart")
                    {
                        await app.DisposeAsync();
                        app = await StartAsync(tool, database);
                    }
                    else
                    {
                        // What ends in the very moment of a wipe nobody can know: everything so far is read first.
                        if (turn.What is "wipe")
                            await CaughtUpAsync(app, tool, database);
                        await tool.KillAsync();
                        if (turn.What is "wipe")
                            (life, _) = (life + 1, await tool.RunAsync("wipe"));
                        await tool.StartAsync();
                        if (turn.What is "wipe")
                        {
                            // Another instance has another key.
                            await app.DisposeAsync();
                            app = await StartAsync(tool, database);
                        }
                    }
                }
                await tool.RunAsync("fire", Webhooks[random.Next(Webhooks.Length)], $"{random.Next(1, 4)}");
                await NoteAsync(tool);
                await Task.Delay(TimeSpan.FromSeconds(random.Next(2, 15)), TimeProvider.System);
            }
            // The longest of the fleet sleeps three minutes.
            await Task.Delay(TimeSpan.FromSeconds(200), TimeProvider.System);
            await CaughtUpAsync(app, tool, database);
            await CompareAsync(database, line);
        }
        finally
        {
            await app.DisposeAsync();
            await tool.RunAsync("wipe");
        }
    }

    private static async Task<TestApp> StartAsync(N8nTool tool, TestDatabase database)
    {
        var app = await TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", $"{tool.Origin}/api/v1"),
                ("N8n:ApiKey", await tool.KeyAsync()),
                .. database.Settings.Select(s => (s.Key, s.Value)),
            ]
        );
        app.Board.Subscribe(() => { });
        return app;
    }

    /// <summary>
    /// A pass that began after what n8n shows now, no history left to read, and nothing followed as open that has ended: where
    /// no list shows open ones, one is asked for as seldom as every quarter of an hour.
    /// </summary>
    private async Task CaughtUpAsync(TestApp app, N8nTool tool, TestDatabase database)
    {
        await NoteAsync(tool);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await app.UntilAsync(
            b => b.System.KnownUntil > now && b.System.Backfill is { Reading: false },
            "caught up",
            900
        );
        var ended = reference.Keys.Where(seen => seen.Life == life).Select(seen => seen.Id).ToHashSet();
        for (var patience = Stopwatch.StartNew(); await FollowsAsync(database, ended); )
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(20), "an ended execution is still followed as open");
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        }
    }

    private static async Task<bool> FollowsAsync(TestDatabase database, HashSet<string> ended)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var open = db.Executions.Where(row => row.Status == ExecutionStatus.Running);
        return (await open.Select(row => row.N8nExecutionId).ToListAsync()).Exists(ended.Contains);
    }

    /// <summary>What n8n's own list shows as finished, read beside the program and not counted in its budget.</summary>
    private async Task NoteAsync(N8nTool tool)
    {
        foreach (var query in new[] { "executions?limit=100", "executions?limit=100&status=error" })
        {
            foreach (var row in await tool.ListAsync(query))
            {
                var id = row.GetProperty("id").ToString();
                var word = row.TryGetProperty("status", out var status) ? status.GetString() : null;
                if (
                    word is "running" or "waiting" or "new"
                    || row.GetProperty("stoppedAt").ValueKind != JsonValueKind.String
                )
                    continue;
                if (word is null && row.GetProperty("waitTill").ValueKind != JsonValueKind.Null)
                    continue;
                var failed = query.EndsWith("error", StringComparison.Ordinal) || word is "error" or "crashed";
                var finished = row.GetProperty("finished").GetBoolean();
                reference[(life, id)] = new Seen(
                    row.GetProperty("stoppedAt").GetDateTime().ToUniversalTime(),
                    finished ? ExecutionStatus.Success
                        : failed || reference.GetValueOrDefault((life, id))?.Status == ExecutionStatus.Failure
                            ? ExecutionStatus.Failure
                        : ExecutionStatus.Cancelled
                );
            }
        }
    }

    private async Task CompareAsync(TestDatabase database, string line)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var rows = await db.Executions.AsNoTracking().ToListAsync();
        var stored = rows.ToDictionary(row => (row.Generation, row.N8nExecutionId));
        var differences = reference
            .Where(seen =>
                !stored.TryGetValue(seen.Key, out var row)
                || row.EndTime != seen.Value.End
                || row.Status != seen.Value.Status
            )
            .Select(seen =>
                $"{seen.Key} {seen.Value}; stored: {stored.GetValueOrDefault(seen.Key)?.Status} {stored.GetValueOrDefault(seen.Key)?.EndTime:O}"
            )
            .ToList();
        Console.WriteLine(
            $"line {line}: {reference.Count} listed by n8n, {rows.Count} stored, {differences.Count} differences"
        );
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
        Assert.Equal(2, rows.Max(row => row.Generation));
        Assert.Equal(rows.Count, rows.DistinctBy(row => row.ExecutionId).Count());
    }

    private sealed record Seen(DateTime End, ExecutionStatus Status);
}

/// <summary>The present line, on MariaDB.</summary>
[Trait("Category", "RealN8n")]
public sealed class SoakOfLineTwoTests : SoakTests
{
    [Fact]
    public Task What_n8n_listed_is_stored_to_the_last_one() => LiveAsync("2", 5931, Provider.MariaDb);
}

/// <summary>The line of 1.110, on SQLite.</summary>
[Trait("Category", "RealN8n")]
public sealed class SoakOfLineOneTests : SoakTests
{
    [Fact]
    public Task What_n8n_listed_is_stored_to_the_last_one() => LiveAsync("1", 5941, Provider.Sqlite);
}

using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>What of the audit log is found.</summary>
public sealed class AuditLogTests
{
    [Theory]
    [DatabaseData("who", "SOME", 20)]
    [DatabaseData("who", "some_ody", 0)]
    [DatabaseData("who", "%", 0)]
    [DatabaseData("action", "test", 20)]
    [DatabaseData("action", "test.entry", 20)]
    [DatabaseData("action", "tes", 0)]
    [DatabaseData("subject", "ENTRY 1", 11)]
    [DatabaseData("subject", "y 7", 1)]
    [DatabaseData("subject", "'; --", 0)]
    public async Task What_is_asked_for_is_found_in_any_case(Provider provider, string field, string text, int found)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAuditEntriesAsync(20);
        await using var all = database.NewAccess();
        var query = field switch
        {
            "who" => new AuditQuery(Who: text),
            "action" => new AuditQuery(Action: text),
            _ => new AuditQuery(Subject: text),
        };

        var entries = await all.GetRequiredService<AuditLog>().ReadAsync(Actor.Program, query, null, 100, default);

        Assert.Equal(found, entries.Count);
    }

    [Theory, DatabaseData]
    public async Task A_stretch_of_time_has_its_first_moment_and_not_its_last(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAuditEntriesAsync(20);
        await using var all = database.NewAccess();
        var start = database.Clock.GetUtcNow().UtcDateTime;
        var query = new AuditQuery(From: start.AddMinutes(5), To: start.AddMinutes(8));

        var entries = await all.GetRequiredService<AuditLog>().ReadAsync(Actor.Program, query, null, 100, default);

        Assert.Equal([7, 6, 5], entries.Select(entry => entry.Seq));
    }
}

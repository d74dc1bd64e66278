using DataSync.Core.Access;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Workflows;

/// <summary>What people say of workflows, on both databases.</summary>
public sealed class WorkflowEditorTests
{
    private static readonly WorkflowChange Full = new(
        CloudProvider.Gcp,
        WorkflowType.Vpn,
        [new(CloudProvider.Gcp, WorkflowType.Vpc), new(CloudProvider.Gcp, WorkflowType.Vpn)],
        "acc",
        " eu-1 ",
        "Network",
        "Beware.",
        "https://example.org/run",
        90
    );

    [Theory, DatabaseData]
    public async Task Several_are_changed_at_once_and_each_is_noted(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = await OpenAsync(database, "a", "b", "c");
        var editor = all.GetRequiredService<WorkflowEditor>();
        var admin = await all.AddPersonAsync(Role.Admin);

        var changed = await editor.ChangeAsync(admin, ["a", "b"], Full, default);
        var again = await editor.ChangeAsync(admin, ["a", "b"], Full, default);

        Assert.Equal(["Name of a", "Name of b"], changed.Order());
        Assert.Empty(again);
        await using var db = await database.Factory.CreateDbContextAsync();
        var row = await db.Workflows.SingleAsync(row => row.WorkflowId == "b");
        Assert.Equal(
            (CloudProvider.Gcp, WorkflowType.Vpn, ClassificationSource.Person, "gcp/vpc"),
            (row.Provider, row.WorkflowType, row.ClassifiedBy, row.OtherCells)
        );
        Assert.Equal(
            ("acc", "eu-1", "Network", "Beware.", "https://example.org/run", 90),
            (row.Account, row.Region, row.Owner, row.Notes, row.RunbookUrl, row.FreshnessLimitMinutes)
        );
        var notes = await db.AuditEntries.Where(entry => entry.Action == AuditActions.WorkflowChanged).ToListAsync();
        Assert.Equal(["Name of a", "Name of b"], notes.Select(note => note.Subject).Order());
        Assert.All(notes, note => Assert.Contains("\"owner\":\"Network\"", note.After, StringComparison.Ordinal));
        Assert.Null((await db.Workflows.SingleAsync(row => row.WorkflowId == "c")).Owner);
        // The live board finds changes by their number.
        Assert.Equal(2, await db.Workflows.CountAsync(row => row.ChangeSeq > 0));
    }

    [Theory, DatabaseData]
    public async Task An_unknown_one_among_them_changes_none(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = await OpenAsync(database, "a");
        var admin = await all.AddPersonAsync(Role.Admin);

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            all.GetRequiredService<WorkflowEditor>().ChangeAsync(admin, ["a", "zz"], Full, default)
        );

        Assert.Equal(Refusal.Unknown, refused.Refusal);
        Assert.Contains("'zz'", refused.Message, StringComparison.Ordinal);
        await using var db = await database.Factory.CreateDbContextAsync();
        Assert.Null((await db.Workflows.SingleAsync()).Owner);
        Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == AuditActions.WorkflowChanged));
    }

    [Theory, DatabaseData]
    public async Task What_is_empty_is_removed_what_is_not_given_stays_and_undoing_brings_it_back(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = await OpenAsync(database, "a");
        var editor = all.GetRequiredService<WorkflowEditor>();
        var admin = await all.AddPersonAsync(Role.Admin);
        await editor.ChangeAsync(admin, ["a"], Full, default);
        var before = await SettingsAsync(database);
        var now = database.Clock.GetUtcNow().UtcDateTime;

        var change = new WorkflowChange(
            Owner: "",
            FreshnessLimitMinutes: 0,
            OtherCells: [],
            Monitoring: new(now.AddDays(2), "Migration")
        );
        await editor.ChangeAsync(admin, ["a"], change, default);

        var after = await SettingsAsync(database);
        Assert.Equal(
            (null, "Beware.", null, null),
            (after.Owner, after.Notes, after.OtherCells, after.FreshnessLimitMinutes)
        );
        Assert.Equal((now.AddDays(2), "Migration"), (after.PausedUntil, after.PauseReason));
        await editor.ChangeAsync(
            admin,
            ["a"],
            change.Undoing(CloudProvider.Gcp, WorkflowType.Vpn, before, now),
            default
        );
        Assert.Equal(before, await SettingsAsync(database));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_the_field_named()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var all = await OpenAsync(database, "a");
        var admin = await all.AddPersonAsync(Role.Admin);
        var now = database.Clock.GetUtcNow().UtcDateTime;

        Assert.Equal("runbookUrl", await FieldAsync(new(RunbookUrl: "javascript:alert(1)")));
        Assert.Equal("runbookUrl", await FieldAsync(new(RunbookUrl: "wiki/page")));
        Assert.Equal("freshnessLimitMinutes", await FieldAsync(new(FreshnessLimitMinutes: 4)));
        Assert.Equal("owner", await FieldAsync(new(Owner: new string('o', 256))));
        Assert.Equal("notes", await FieldAsync(new(Notes: new string('n', 4_001))));
        Assert.Equal("pausedUntil", await FieldAsync(new(Monitoring: new(now.AddSeconds(-1), "late"))));
        Assert.Equal("pausedUntil", await FieldAsync(new(Monitoring: new(now.AddDays(500), "for ever"))));
        Assert.Equal("reason", await FieldAsync(new(Monitoring: new(now.AddDays(1), " "))));

        async Task<string?> FieldAsync(WorkflowChange change) =>
            (
                await Assert.ThrowsAsync<RefusedException>(() =>
                    all.GetRequiredService<WorkflowEditor>().ChangeAsync(admin, ["a"], change, default)
                )
            ).Field;
    }

    [Fact]
    public async Task That_it_is_off_on_purpose_is_no_finding_any_more()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var all = await OpenAsync(database, "a");
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db.Workflows.ExecuteUpdateAsync(set => set.SetProperty(row => row.SwitchedOffAt, DateTime.UnixEpoch));

        await all.GetRequiredService<WorkflowEditor>()
            .ChangeAsync(await all.AddPersonAsync(Role.Admin), ["a"], new(OffIsIntended: true), default);

        await using var read = await database.Factory.CreateDbContextAsync();
        Assert.Null((await read.Workflows.SingleAsync()).SwitchedOffAt);
    }

    private static async Task<WorkflowSettings> SettingsAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return WorkflowSettings.Of(await db.Workflows.AsNoTracking().SingleAsync());
    }

    private static async Task<ServiceProvider> OpenAsync(TestDatabase database, params string[] ids)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        db.Workflows.AddRange(
            ids.Select(id => new WorkflowRegistry { WorkflowId = id, WorkflowName = $"Name of {id}" })
        );
        await db.SaveChangesAsync();
        return database.NewServices(services =>
            services
                .AddAccess(new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build())
                .AddSingleton<WorkflowEditor>()
        );
    }
}

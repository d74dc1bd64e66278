using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using DataSync.Core.Access;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

/// <summary>Files that are made for people: whole or not there, bounded, gone in time.</summary>
public sealed class ExportDeskTests
{
    [Fact]
    public async Task A_file_is_handed_to_its_owner_only_and_only_while_he_may()
    {
        await using var life = await DeskLife.StartAsync();
        var other = await life.Services.AddPersonAsync(Role.Admin);
        var job = life.Desk.Start(life.Person, ExportSample.Of(["a", "b"], Role.Operator), ExportFormat.Csv);
        await job.Ended;

        var (file, order) = life.Desk.Open(life.Person, job.Order.Id)!.Value;
        await using (file)
            Assert.Equal(job.Manifest!.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(file)));
        Assert.Equal((2, order.File), (job.Manifest.Rows, job.Manifest.File));
        Assert.Null(life.Desk.Open(other, job.Order.Id));
        Assert.Null(life.Desk.Open(life.Person, "nothing"));
        await life
            .Services.GetRequiredService<AccountService>()
            .SetRoleAsync(Actor.Program, life.Person.Id!, Role.Viewer, default);
        Assert.Throws<RefusedException>(() => life.Desk.Open(life.Person, job.Order.Id));
    }

    [Fact]
    public async Task What_is_cancelled_leaves_nothing_but_an_entry_of_the_audit_log()
    {
        await using var life = await DeskLife.StartAsync();
        var job = life.Desk.Start(life.Person, ExportSample.Of(EndlessAsync), ExportFormat.Xlsx);
        await UntilAsync(() => job.Rows > 100);

        job.Cancel();
        await job.Ended;

        Assert.Equal((null, null), (job.Manifest, job.Problem));
        Assert.Null(life.Desk.Open(life.Person, job.Order.Id));
        Assert.Equal([AuditActions.ExportStarted, AuditActions.ExportCancelled], await life.ActionsAsync(job));
    }

    [Fact]
    public async Task A_temporary_folder_that_was_cleared_is_made_anew()
    {
        await using var life = await DeskLife.StartAsync();
        var before = life.Desk.Start(life.Person, ExportSample.Of(["a"]), ExportFormat.Csv);
        await before.Ended;
        Directory.Delete(Path.GetDirectoryName(before.Path)!, recursive: true);

        var job = life.Desk.Start(life.Person, ExportSample.Of(["a"]), ExportFormat.Csv);
        await job.Ended;

        Assert.Null(job.Problem);
        Assert.True(life.Has(job));
    }

    [Fact]
    public async Task A_file_that_cannot_be_removed_ends_nothing()
    {
        await using var life = await DeskLife.StartAsync();
        var gone = life.Desk.Start(life.Person, ExportSample.Of(["a"]), ExportFormat.Csv);
        await gone.Ended;
        Directory.Delete(Path.GetDirectoryName(gone.Path)!, recursive: true);
        var job = life.Desk.Start(life.Person, ExportSample.Of(["a"]), ExportFormat.Csv);
        await job.Ended;
        life.Database.Clock.Advance(ExportDesk.Life);
        for (var left = 100; left > 0 && life.Has(job); left--)
        {
            life.Database.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
        Assert.False(life.Has(job));
    }

    [Fact]
    public async Task What_fails_says_so_in_plain_words_and_leaves_no_file()
    {
        await using var life = await DeskLife.StartAsync();
        var job = life.Desk.Start(life.Person, ExportSample.Of(FailingAsync), ExportFormat.Json);
        await job.Ended;

        Assert.Null(job.Manifest);
        Assert.Equal("The export failed and nothing was kept of it. The cause is in the server's log.", job.Problem);
        Assert.Equal([AuditActions.ExportStarted, AuditActions.ExportFailed], await life.ActionsAsync(job));
    }

    [Fact]
    public async Task A_right_that_is_taken_away_ends_what_is_under_way()
    {
        await using var life = await DeskLife.StartAsync();
        var job = life.Desk.Start(life.Person, ExportSample.Of(EndlessAsync, Role.Operator), ExportFormat.Csv);
        await UntilAsync(() => job.Rows > 100);

        await life
            .Services.GetRequiredService<AccountService>()
            .SetRoleAsync(Actor.Program, life.Person.Id!, Role.Viewer, default);
        await job.Ended;

        Assert.Contains("needs the role Operator", job.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_becomes_too_large_is_refused()
    {
        await using var life = await DeskLife.StartAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            life
                .Services.GetRequiredService<Exporter>()
                .WriteAsync(
                    life.Person,
                    new(ExportSample.Of(EndlessAsync), ExportFormat.Csv, life.Database.Clock.GetUtcNow().UtcDateTime),
                    Stream.Null,
                    null,
                    1_000_000,
                    default
                )
        );

        Assert.StartsWith("It became larger than 1 MB.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_has_so_many_under_way_and_so_many_files()
    {
        await using var life = await DeskLife.StartAsync();
        List<ExportJob> done = [];
        for (var file = 0; file <= ExportDesk.MostPerPerson; file++)
        {
            done.Add(life.Desk.Start(life.Person, ExportSample.Of(["a"]), ExportFormat.Csv));
            await done[^1].Ended;
        }
        // The first made room for the last.
        Assert.Equal([false, true, true, true], done.Select(life.Has));

        var running = Enumerable
            .Range(0, ExportDesk.MostPerPerson)
            .Select(_ => life.Desk.Start(life.Person, ExportSample.Of(EndlessAsync), ExportFormat.Csv))
            .ToList();
        Assert.Equal([false, false, false, false], done.Select(life.Has));
        var refused = Assert.Throws<RefusedException>(() =>
            life.Desk.Start(life.Person, ExportSample.Of(["a"]), ExportFormat.Csv)
        );
        Assert.Contains("3 exports under way", refused.Message, StringComparison.Ordinal);
        var other = await life.Services.AddPersonAsync(Role.Viewer);
        var theirs = life.Desk.Start(other, ExportSample.Of(["a"]), ExportFormat.Csv);
        await theirs.Ended;
        Assert.NotNull(theirs.Manifest);
        running.ForEach(job => job.Cancel());
        await Task.WhenAll(running.Select(job => job.Ended));
    }

    [Fact]
    public async Task Files_are_gone_after_their_time_and_with_the_program_and_what_a_killed_one_left_too()
    {
        var forgotten = Directory.CreateTempSubdirectory("datasync-exports-").FullName;
        await File.WriteAllTextAsync(Path.Combine(forgotten, "alive"), "");
        await File.WriteAllTextAsync(Path.Combine(forgotten, "a file"), "of a program that was killed");
        var life = await DeskLife.StartAsync();
        await UntilAsync(() => !Directory.Exists(forgotten));
        var job = life.Desk.Start(life.Person, ExportSample.Of(["a"]), ExportFormat.Csv);
        await job.Ended;
        var folder = Path.GetDirectoryName(job.Path)!;
        await using (var another = await DeskLife.StartAsync())
            Assert.True(File.Exists(job.Path));

        life.Database.Clock.Advance(ExportDesk.Life + TimeSpan.FromMinutes(2));
        await UntilAsync(() => !File.Exists(job.Path));
        Assert.False(life.Has(job));
        await life.DisposeAsync();
        Assert.False(Directory.Exists(folder));
    }

    /// <summary>More than any of these tests lets through, and not for ever where one is wrong.</summary>
    private static async IAsyncEnumerable<string?> EndlessAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var row = 0; row < 1_000_000; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return "row";
            await Task.Yield();
        }
    }

    private static async IAsyncEnumerable<string?> FailingAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return "row";
        await Task.Yield();
        throw new InvalidOperationException("a secret of the inside");
    }

    private static async Task UntilAsync(Func<bool> expected)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var turn = 0; turn < 1_000 && !expected(); turn++)
            await look.WaitForNextTickAsync();
        Assert.True(expected());
    }

    /// <summary>The desk of a program, and somebody who operates.</summary>
    private sealed class DeskLife(TestDatabase database, ServiceProvider services) : IAsyncDisposable
    {
        public TestDatabase Database => database;
        public IServiceProvider Services => services;
        public ExportDesk Desk => services.GetRequiredService<ExportDesk>();
        public Actor Person { get; private set; } = Actor.Anonymous(null);

        public static async Task<DeskLife> StartAsync()
        {
            var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
            var life = new DeskLife(database, database.NewAccess(all => all.AddExports()));
            life.Person = await life.Services.AddPersonAsync(Role.Operator);
            await life.Desk.StartAsync(default);
            return life;
        }

        public bool Has(ExportJob job)
        {
            var found = Desk.Open(Person, job.Order.Id);
            found?.File.Dispose();
            return found is not null;
        }

        public async Task<IReadOnlyList<string>> ActionsAsync(ExportJob job)
        {
            await using var db = await database.Factory.CreateDbContextAsync();
            return await db
                .AuditEntries.Where(entry => entry.Subject == job.Order.Id)
                .OrderBy(entry => entry.Seq)
                .Select(entry => entry.Action)
                .ToListAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Desk.StopAsync(default);
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}

using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Trends;

/// <summary>
/// Exports for people: each is made into a file first, so that they see how far it is and only ever download a whole one. The
/// files are bounded in size, number and age, and gone with the process. Thread-safe.
/// </summary>
public sealed partial class ExportDesk(
    Exporter exporter,
    AccessDirectory access,
    DatabaseState database,
    TimeProvider time,
    ILogger<ExportDesk> logger
) : BackgroundService
{
    public const long MostBytes = 1_000_000_000;
    public const int MostPerPerson = 3;
    private const int MostRunning = 4;
    private const int MostFiles = 12;

    /// <summary>How long a file can be downloaded.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private readonly ExportFolder folder = new();
    private readonly Lock changing = new();
    private readonly List<ExportJob> jobs = [];

    /// <summary>Begins it; the oldest finished ones make room.</summary>
    /// <exception cref="RefusedException">The actor may not, or too many are being made.</exception>
    public ExportJob Start(Actor actor, ExportTable table, ExportFormat format)
    {
        access.Demand(actor, table.Least);
        var order = new ExportOrder(table, format, time.UtcNow());
        ExportJob job;
        lock (changing)
        {
            MakeRoom(actor);
            job = new(actor, order, folder.PathOf(order.Id));
            jobs.Add(job);
        }
        _ = Task.Run(() => RunAsync(job), CancellationToken.None);
        return job;
    }

    /// <summary>The whole file of an export of the actor's own, and its name; null: there is none (any more).</summary>
    /// <exception cref="RefusedException">The actor may not (any more).</exception>
    public (Stream File, ExportOrder Order)? Open(Actor actor, string exportId)
    {
        access.Demand(actor, Role.Viewer);
        lock (changing)
        {
            var job = jobs.Find(one => one.Manifest is not null && one.IsOf(actor) && one.IsCalled(exportId));
            if (job is null)
                return null;
            access.Demand(actor, job.Order.Table.Least);
            var file = new FileStream(job.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return (file, job.Order);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        Remove(ExportFolder.RemoveForgotten);
        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Remove(() =>
            {
                lock (changing)
                    RemoveEnded(job => time.UtcNow() - job.EndedAt > Life);
            });
    }

    /// <summary>A file that stays is no reason for the program to end.</summary>
    private void Remove(Action files)
    {
        try
        {
            files();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotRemoved(logger, failure);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        List<ExportJob> running;
        lock (changing)
            running = [.. jobs];
        running.ForEach(job => job.Cancel());
        await Task.WhenAll(running.Select(job => job.Ended)).WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        folder.Dispose();
    }

    private void MakeRoom(Actor actor)
    {
        if (jobs.Count(job => job.EndedAt is null && job.IsOf(actor)) >= MostPerPerson)
            throw RefusedException.Conflict(
                $"You have {MostPerPerson} exports under way. Wait until one is finished, or cancel one."
            );
        if (jobs.Count(job => job.EndedAt is null) >= MostRunning)
            throw RefusedException.Conflict("Several exports of others are under way. Try again in a minute.");
        while (jobs.Count(job => job.IsOf(actor)) >= MostPerPerson)
            Remove(jobs.First(job => job.EndedAt is not null && job.IsOf(actor)));
        while (jobs.Count >= MostFiles)
            Remove(jobs.First(job => job.EndedAt is not null));
    }

    private async Task RunAsync(ExportJob job)
    {
        ExportManifest? manifest = null;
        string? problem = null;
        try
        {
            await using var file = ExportFolder.Create(job.Path);
            manifest = await exporter.WriteAsync(job.Owner, job.Order, file, job.Count, MostBytes, job.Stopped);
        }
        catch (OperationCanceledException) when (job.Stopped.IsCancellationRequested)
        {
            // Wanted.
        }
        catch (Exception failure)
        {
            problem = Problem(failure);
            if (failure is not RefusedException)
                Failed(logger, failure, job.Order.Id);
        }
        lock (changing)
        {
            job.End(time.UtcNow(), manifest, problem);
            if (manifest is null)
                Remove(job);
        }
    }

    private string Problem(Exception failure)
    {
        database.ReportFailure(failure);
        return failure switch
        {
            RefusedException refused => refused.Message,
            _ when DatabaseState.IsUnreachable(failure) =>
                $"{database.Message} Nothing was kept of the export; try again once it answers.",
            IOException =>
                "The server could not write the file; its disk may be full. Nothing was kept of the export. Narrow the filter, or tell an administrator.",
            _ => "The export failed and nothing was kept of it. The cause is in the server's log.",
        };
    }

    private void RemoveEnded(Func<ExportJob, bool> which)
    {
        foreach (var job in jobs.Where(job => job.EndedAt is not null && which(job)).ToList())
            Remove(job);
    }

    private void Remove(ExportJob job)
    {
        jobs.Remove(job);
        File.Delete(job.Path);
    }

    [LoggerMessage(2202, LogLevel.Error, "Export {ExportId} failed")]
    private static partial void Failed(ILogger logger, Exception failure, string exportId);

    [LoggerMessage(2203, LogLevel.Error, "The file of an old export could not be removed")]
    private static partial void NotRemoved(ILogger logger, Exception failure);
}

using System.Reflection;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Trends;

/// <summary>
/// Makes files of tables, in the memory of one page however many rows there are. The audit log has the beginning of each, so
/// that nothing leaves unnoticed, and its end: finished with its manifest, cancelled, or failed. Thread-safe.
/// </summary>
public sealed partial class Exporter(
    IDbContextFactory<DataSyncDbContext> contexts,
    AccessDirectory access,
    AuditTrail audit,
    TimeProvider time,
    ILogger<Exporter> logger
)
{
    /// <summary>How long the end of an export may take to be noted when nobody waits for it any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string Program =
        $"DataSync {typeof(Exporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";

    /// <summary>Nothing is written to <paramref name="target"/> before the first page has been read.</summary>
    /// <param name="progress">Told the rows so far.</param>
    /// <param name="mostBytes">What would be larger is refused.</param>
    /// <exception cref="RefusedException">The actor may not, or not any more; or it became too large.</exception>
    public async Task<ExportManifest> WriteAsync(
        Actor actor,
        ExportOrder order,
        Stream target,
        Action<long>? progress,
        long mostBytes,
        CancellationToken cancellation
    )
    {
        var table = order.Table;
        access.Demand(actor, table.Least);
        var asked = new
        {
            table.Name,
            order.Format,
            Filters = table.Words,
            table.Query,
        };
        await audit.NoteAsync(actor, new(AuditActions.ExportStarted, order.Id, null, asked), cancellation);
        long rows = 0;
        try
        {
            await using var sink = new ExportSink(target);
            using (var writer = ExportWriter.Open(table, order.Format, sink))
            {
                await foreach (var cells in table.Rows(cancellation))
                {
                    writer.Write(cells);
                    rows++;
                    progress?.Invoke(rows);
                    if (!sink.IsFull)
                        continue;
                    access.Demand(actor, table.Least);
                    await DrainAsync();
                }
                writer.End();
            }
            await DrainAsync();
            var manifest = Manifest(actor, order, rows, sink);
            await audit.NoteAsync(actor, new(AuditActions.ExportFinished, order.Id, null, manifest), cancellation);
            return manifest;

            async Task DrainAsync()
            {
                await sink.DrainAsync(cancellation);
                if (sink.Sent > mostBytes)
                    throw RefusedException.Conflict(
                        $"It became larger than {mostBytes / 1_000_000:N0} MB. Narrow the filter, e.g. to fewer days, or have a program fetch it from the API, which knows no such limit."
                    );
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await NoteEndAsync(AuditActions.ExportCancelled, new { Rows = rows });
            throw;
        }
        catch (Exception failure)
        {
            var reason = failure is RefusedException ? failure.Message : "See the server's log.";
            await NoteEndAsync(AuditActions.ExportFailed, new { Rows = rows, Reason = reason });
            throw;
        }

        async Task NoteEndAsync(string action, object after)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            try
            {
                await audit.NoteAsync(actor, new(action, order.Id, null, after), patience.Token);
            }
            catch (Exception failure)
            {
                // What ended the export is what its caller is to learn.
                NotNoted(logger, failure, order.Id, action);
            }
        }
    }

    /// <summary>Of a finished export, for who made it and for administrators.</summary>
    /// <exception cref="RefusedException">There is none, or it is somebody else's.</exception>
    public async Task<ExportManifest> ManifestAsync(Actor actor, string exportId, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var entry = await db
            .AuditEntries.AsNoTracking()
            .Where(row => row.Subject == exportId && row.Action == AuditActions.ExportFinished)
            .OrderByDescending(row => row.Seq)
            .Select(row => new
            {
                row.ActorKind,
                row.ActorId,
                row.After,
            })
            .FirstOrDefaultAsync(cancellation);
        var isOwn = entry?.ActorKind == actor.Kind && string.Equals(entry.ActorId, actor.Id, StringComparison.Ordinal);
        return entry?.After is { } stored && (isOwn || access.RoleOf(actor) == Role.Admin)
            ? AuditTrail.Read<ExportManifest>(stored)
            : throw RefusedException.Unknown("You made no export that was finished under this id.");
    }

    private ExportManifest Manifest(Actor actor, ExportOrder order, long rows, ExportSink sink) =>
        new(
            order.Id,
            order.Table.Name,
            order.Format,
            order.File,
            rows,
            sink.Sent,
            sink.Sha256(),
            order.Table.Words,
            order.Table.Query,
            actor.Kind,
            actor.Id,
            actor.Name,
            order.StartedAt,
            time.UtcNow(),
            Program
        );

    [LoggerMessage(2201, LogLevel.Error, "That export {ExportId} ended ({Action}) could not be noted in the audit log")]
    private static partial void NotNoted(ILogger logger, Exception failure, string exportId, string action);
}

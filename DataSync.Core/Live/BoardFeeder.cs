using System.Collections.Immutable;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Live;

/// <summary>
/// Keeps the board true to the database: reads what has a change number above its own, judges again, swaps the
/// picture. A commit of ours is only the hint to look at once; another instance's is found within a second.
/// </summary>
public sealed partial class BoardFeeder : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Verdicts that change by time alone are looked at this often.</summary>
    private static readonly TimeSpan JudgeInterval = TimeSpan.FromSeconds(5);

    private readonly BoardReader reader;
    private readonly FeedFacts news = new();
    private readonly RunCounts counts = new();
    private readonly ZoneWatch zones;
    private readonly Dictionary<string, WorkflowFacts> facts = new(StringComparer.Ordinal);
    private readonly LiveBoard board;
    private readonly DatabaseState database;
    private readonly CheckpointReader checkpoints;
    private readonly N8nAbilities abilities;
    private readonly WriteTransaction writes;
    private readonly UnobservedTime unobserved;
    private readonly TimeProvider time;
    private readonly ILogger<BoardFeeder> logger;
    private readonly Hint committed = new();
    private int quarantined;
    private DateTime judgedAt;
    private DateTime? judgedUntil;
    private Trouble? gap;

    public BoardFeeder(
        IDbContextFactory<DataSyncDbContext> contexts,
        LiveBoard board,
        DatabaseState database,
        CheckpointReader checkpoints,
        WriteTransaction writes,
        UnobservedTime unobserved,
        IOptions<N8nOptions> n8n,
        N8nAbilities abilities,
        TimeProvider time,
        ILogger<BoardFeeder> logger
    )
    {
        reader = new BoardReader(contexts);
        (this.board, this.database, this.checkpoints) = (board, database, checkpoints);
        (this.writes, this.unobserved, this.abilities) = (writes, unobserved, abilities);
        (this.time, this.logger) = (time, logger);
        zones = new ZoneWatch(n8n.Value.TimeZone);
        writes.Committed += (_, _) => committed.Give();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Changed += (_, _) => ShowDatabase();
        ShowDatabase();
        long? seq = null;
        while (true)
        {
            await database.WhenReadyAsync(stoppingToken);
            try
            {
                seq = await FeedAsync(seq, stoppingToken);
                await committed.WaitAsync(Tick, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                FeedFailed(logger, failure);
                if (DatabaseState.IsUnreachable(failure))
                    database.ReportFailure(failure);
                // Half-applied changes are read again from the start.
                seq = null;
                await Task.Delay(Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> FeedAsync(long? seq, CancellationToken cancellation)
    {
        committed.Take();
        var touched = (HashSet<string>?)null;
        var now = time.GetUtcNow().UtcDateTime;
        // Before the rows: what it says has been read must be on the board with it.
        var checkpoint = await checkpoints.ReadAsync(cancellation);
        // The first picture does not wait for two days to be counted.
        var counting = seq is not null && !counts.IsLoaded;
        if (seq is null)
        {
            counts.Clear();
            seq = await reader.LoadAsync(facts, news, cancellation);
        }
        else
        {
            touched = new(StringComparer.Ordinal);
            while (seq < checkpoint.ChangeSeq)
                seq = await reader.ChangesAsync(
                    facts,
                    news,
                    counts,
                    touched,
                    seq.Value,
                    checkpoint.ChangeSeq,
                    now,
                    cancellation
                );
        }
        if (counting || counts.Stale.Count > 0)
            await reader.CountAsync(counts, now, cancellation);
        var before = gap;
        gap = unobserved.Look(board.Current.System with { KnownUntil = checkpoint.KnownUntil }, now);
        var all = touched is null || checkpoint.KnownUntil != judgedUntil || now - judgedAt >= JudgeInterval;
        all |= counting || gap != before;
        all |= (touched is null || touched.Count > 0) && zones.Update(facts, touched);
        if (all || touched!.Count > 0 || news.HasChanged)
        {
            (judgedAt, judgedUntil) = all ? (now, checkpoint.KnownUntil) : (judgedAt, judgedUntil);
            if (all)
                quarantined = await reader.QuarantinedAsync(cancellation);
            board.Update(picture => Redraw(picture, all ? null : touched, checkpoint, now));
        }
        if (gap is not null && gap != before && board.Current.System.N8n != N8nCondition.NotConfigured)
            await UnobservedTime.OpenAsync(writes, gap, cancellation);
        return seq.Value;
    }

    /// <summary>A tile that says the same as before stays the same object, so that no page draws it again.</summary>
    private BoardSnapshot Redraw(BoardSnapshot picture, HashSet<string>? touched, Checkpoint checkpoint, DateTime now)
    {
        var before = picture.Tiles.ToDictionary(tile => tile.WorkflowId, StringComparer.Ordinal);
        var sight = new Sight(
            checkpoint.KnownUntil,
            OpenRunsAreListed: abilities.OpenRunsAreListed,
            PollState.Read(checkpoint).Unread,
            IsUnobserved: gap is not null
        );
        var tiles = facts
            .Values.Select(workflow =>
            {
                var old = before.GetValueOrDefault(workflow.Registry.WorkflowId);
                if (old is not null && touched?.Contains(old.WorkflowId) == false)
                    return old;
                var tile = TileBuilder.Build(workflow, zones.Of(workflow), sight, now) with
                {
                    Rates = counts.Of(workflow.Registry.WorkflowId, now),
                };
                return tile == old ? old : tile;
            })
            .OrderBy(tile => HealthWords.Rank(tile.Health))
            .ThenBy(tile => tile.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(tile => tile.WorkflowId, StringComparer.Ordinal)
            .ToImmutableArray();
        var system = picture.System with
        {
            KnownUntil = checkpoint.KnownUntil ?? picture.System.KnownUntil,
            QuarantinedRows = quarantined,
            UnobservedSince = gap?.Since,
            ZoneHint = zones.Hint,
            Loaded = true,
        };
        var feed =
            touched is { Count: 0 } && !news.HasChanged
                ? picture.Feed
                : FeedBuilder.Build(facts.Values, news, picture.Feed);
        var same = tiles.AsSpan().SequenceEqual(picture.Tiles.AsSpan(), ReferenceEqualityComparer.Instance);
        var figures = BoardFigures.Of(tiles, now) with
        {
            AskedFor = picture.Figures.AskedFor,
            OpenIncidents = picture.Figures.OpenIncidents,
        };
        if (same && system == picture.System && feed == picture.Feed && figures == picture.Figures)
            return picture;
        return picture with
        {
            Tiles = same ? picture.Tiles : tiles,
            System = system,
            Feed = feed,
            Figures = figures == picture.Figures ? picture.Figures : figures,
            Coverage = same ? picture.Coverage : Coverage.Of(tiles),
        };
    }

    private void ShowDatabase()
    {
        board.UpdateStatus(s => s with { Database = database.Condition, DatabaseMessage = database.Message });
        // While the database is away nothing is fed, but the time it is away is to be known afterwards.
        unobserved.Look(board.Current.System, time.GetUtcNow().UtcDateTime);
    }

    [LoggerMessage(1402, LogLevel.Warning, "The picture could not be brought up to date and will be read again")]
    private static partial void FeedFailed(ILogger logger, Exception failure);
}

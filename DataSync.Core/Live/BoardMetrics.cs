using System.Diagnostics.Metrics;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>What the board shows: how true the picture is, and how fresh each workflow's data.</summary>
public sealed class BoardMetrics
{
    /// <summary>Worst first: a monitoring system is not filled by an n8n with more.</summary>
    private const int MostWorkflows = 1_000;

    private readonly LiveBoard board;
    private readonly TimeProvider time;

    public BoardMetrics(IMeterFactory meters, LiveBoard board, TimeProvider time)
    {
        (this.board, this.time) = (board, time);
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "datasync.pass.lag",
            Lag,
            "s",
            "Age of the picture: time since the last complete look at n8n began."
        );
        meter.CreateObservableGauge(
            "datasync.n8n.up",
            () => board.Current.System.N8n == N8nCondition.Ok ? 1 : 0,
            description: "1 while n8n answers usefully."
        );
        meter.CreateObservableGauge(
            "datasync.database.up",
            () => board.Current.System.Database == DatabaseCondition.Ok ? 1 : 0,
            description: "1 while the database can be used."
        );
        meter.CreateObservableGauge(
            "datasync.executions.quarantined",
            () => board.Current.System.QuarantinedRows,
            description: "Executions n8n lists that could not be stored."
        );
        meter.CreateObservableGauge("datasync.workflows", Workflows, description: "Workflows by their health.");
        meter.CreateObservableGauge(
            "datasync.workflow.success.age",
            () => OfEach(tile => (time.UtcNow() - tile.LastSuccessAt)?.TotalSeconds),
            "s",
            "Time since the last success of a workflow that is on."
        );
        meter.CreateObservableGauge(
            "datasync.workflow.success.limit",
            () => OfEach(tile => tile.DataLimit > TimeSpan.Zero ? tile.DataLimit.TotalSeconds : null),
            "s",
            "How old a workflow's last success may become."
        );
    }

    private IEnumerable<Measurement<double>> Lag() =>
        board.Current.System.KnownUntil is { } known ? [new(Math.Max(0, (time.UtcNow() - known).TotalSeconds))] : [];

    private IEnumerable<Measurement<int>> Workflows()
    {
        var counts = board.Current.Tiles.CountBy(tile => tile.Health).ToDictionary();
        return Enum.GetValues<Health>()
            .Select(health => new Measurement<int>(
                counts.GetValueOrDefault(health),
                new KeyValuePair<string, object?>("health", EnumWords.Of(health))
            ));
    }

    private IEnumerable<Measurement<double>> OfEach(Func<WorkflowTile, double?> value) =>
        from tile in board.Current.Tiles.Where(tile => tile.IsOn).Take(MostWorkflows)
        let measured = value(tile)
        where measured is not null
        select new Measurement<double>(
            Math.Max(0, measured.Value),
            new("workflow_id", tile.WorkflowId),
            new("workflow_name", tile.Name),
            new("provider", EnumWords.Of(tile.Provider)),
            new KeyValuePair<string, object?>("type", EnumWords.Of(tile.Type))
        );
}

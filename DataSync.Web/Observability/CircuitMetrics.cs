using System.Diagnostics.Metrics;
using DataSync.Core;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace DataSync.Web.Observability;

/// <summary>Open pages.</summary>
internal sealed class CircuitMetrics : CircuitHandler
{
    private int held;
    private int connected;

    public CircuitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "datasync.circuits",
            () => held,
            description: "Pages kept in memory, those included that may come back after a broken connection."
        );
        meter.CreateObservableGauge(
            "datasync.circuits.connected",
            () => connected,
            description: "Pages somebody has open."
        );
    }

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref held);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref held);
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref connected);
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref connected);
        return Task.CompletedTask;
    }
}

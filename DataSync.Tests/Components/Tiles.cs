using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Components;

/// <summary>Tiles and states of the system for component tests; all times count from <see cref="Now"/>.</summary>
internal static class Tiles
{
    public static readonly DateTime Now = new(2026, 11, 23, 10, 42, 0, DateTimeKind.Utc);

    public static readonly SystemStatus Well = SystemStatus.Starting with
    {
        N8n = N8nCondition.Ok,
        Database = DatabaseCondition.Ok,
        KnownUntil = Now.AddSeconds(-12),
    };

    public static WorkflowTile One(string name = "AWS VPC", Health health = Health.Healthy, string? id = null) =>
        new(
            id ?? name,
            name,
            CloudProvider.Aws,
            WorkflowType.Vpc,
            IsActive: true,
            IsArchived: false,
            VanishedAt: null,
            health,
            "Last run succeeded.",
            Now.AddMinutes(-5),
            RunningSince: null,
            RunningCount: 0,
            Now.AddMinutes(12),
            "every hour",
            Run(new ResourceCounts(12, 3, 0, 1)),
            "s1:a"
        );

    public static LastRun Run(ResourceCounts counts) =>
        new("7", ExecutionStatus.Success, Now.AddMinutes(-6), Now.AddMinutes(-5), 4200, counts, null, null);

    public static BoardSnapshot Board(params WorkflowTile[] tiles) =>
        new([.. tiles], Well)
        {
            Figures = BoardFigures.Of([.. tiles], Now) with
            {
                OpenIncidents = tiles.Count(tile => HealthWords.NeedsAttention(tile.Health)),
            },
            Coverage = Coverage.Of([.. tiles]),
        };
}

using DataSync.Core.Workflows;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Workflows;

/// <summary>How a cell of the coverage reads: "AWS VPC".</summary>
internal static class CellWords
{
    public static string Of(WorkflowCell cell) => $"{Words.Of(cell.Provider)} {Words.Of(cell.WorkflowType)}";

    /// <summary>Every cell with a name, in the order of the coverage.</summary>
    public static readonly IReadOnlyList<WorkflowCell> All =
    [
        .. from provider in Enum.GetValues<CloudProvider>()
        where provider != CloudProvider.Others
        from type in Enum.GetValues<WorkflowType>()
        where type != WorkflowType.Other
        select new WorkflowCell(provider, type),
    ];
}

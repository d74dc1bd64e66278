using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Workflows;

namespace DataSync.Web.Features.Workflows;

/// <summary>What a person should say of a workflow because n8n does not. Also the words of the address.</summary>
public enum WorkflowFinding
{
    /// <summary>Its cloud or its type is not known.</summary>
    Unclassified,

    /// <summary>Its name says another cloud or type than it is filed under.</summary>
    Misnamed,

    /// <summary>Its successful runs do not say how many resources they touched.</summary>
    NoCounts,
}

/// <summary>A workflow as the page of workflows lists it.</summary>
/// <param name="Suggestion">What its name says, where that is another cell than it is filed under.</param>
public sealed record WorkflowEntry(
    WorkflowTile Tile,
    ImmutableArray<WorkflowFinding> Findings,
    WorkflowCell? Suggestion
)
{
    public static WorkflowEntry Of(WorkflowTile tile)
    {
        var guess = Classifier.Classify(tile.Name, []);
        var said = new WorkflowCell(
            guess.Provider == CloudProvider.Others ? tile.Provider : guess.Provider,
            guess.Type == WorkflowType.Other ? tile.Type : guess.Type
        );
        WorkflowCell? suggestion = tile.Cells.Contains(said) ? null : said;
        var findings = ImmutableArray.CreateBuilder<WorkflowFinding>();
        if (tile.IsUnclassified)
            findings.Add(WorkflowFinding.Unclassified);
        else if (suggestion is not null)
            findings.Add(WorkflowFinding.Misnamed);
        if (tile.ReportsNoCounts)
            findings.Add(WorkflowFinding.NoCounts);
        return new(tile, findings.ToImmutable(), suggestion);
    }
}

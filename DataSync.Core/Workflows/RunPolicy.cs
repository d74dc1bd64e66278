namespace DataSync.Core.Workflows;

/// <summary>Who may run a workflow from here; stored in snake_case.</summary>
public enum RunPolicy
{
    Operators,

    /// <summary>Operators who type its name.</summary>
    OperatorsByName,
    Admins,
    Never,
}

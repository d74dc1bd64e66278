namespace DataSync.Core.Access;

/// <summary>What somebody may do; each includes those before it.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Also refreshes, triggers, retries, stops, acknowledges, silences.</summary>
    Operator,

    /// <summary>Also edits recipients, rules, workflow metadata, settings, users and tokens.</summary>
    Admin,
}

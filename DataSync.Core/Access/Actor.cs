namespace DataSync.Core.Access;

/// <summary>Who does something. What they may do is asked of <see cref="AccessDirectory"/> when they do it.</summary>
/// <param name="Id">Of the account or the token; null for the program itself and for somebody unknown.</param>
/// <param name="Name">As the audit log shows it.</param>
/// <param name="Address">Where the request came from; null for the program itself.</param>
public sealed record Actor(ActorKind Kind, string? Id, string Name, string? Address)
{
    /// <summary>The program on its own account, e.g. at start-up.</summary>
    public static readonly Actor Program = new(ActorKind.Program, null, "DataSync", null);

    /// <summary>Nobody signed in, e.g. a failed sign-in; may do nothing.</summary>
    public static Actor Anonymous(string? address) => new(ActorKind.Anonymous, null, "anonymous", address);
}

/// <summary>Stored in snake_case.</summary>
public enum ActorKind
{
    Account,
    Token,
    Program,
    Anonymous,
}

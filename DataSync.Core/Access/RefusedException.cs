namespace DataSync.Core.Access;

/// <summary>Something the program will not do. The message is for the person who asked; nothing was changed.</summary>
/// <param name="field">The input at fault, named as in the API; null when it is not about one.</param>
public sealed class RefusedException(Refusal refusal, string message, string? field = null) : Exception(message)
{
    public Refusal Refusal { get; } = refusal;

    public string? Field { get; } = field;

    public static RefusedException Invalid(string field, string message) => new(Refusal.Invalid, message, field);

    public static RefusedException Unknown(string message) => new(Refusal.Unknown, message);

    public static RefusedException Conflict(string message) => new(Refusal.Conflict, message);
}

public enum Refusal
{
    /// <summary>The caller lacks the right (403).</summary>
    NotAllowed,

    /// <summary>The input is wrong (400).</summary>
    Invalid,

    /// <summary>There is no such thing (404).</summary>
    Unknown,

    /// <summary>Right in itself, not in the present state (409).</summary>
    Conflict,
}

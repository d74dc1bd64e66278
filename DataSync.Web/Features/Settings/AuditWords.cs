using DataSync.Core.Access;
using DataSync.Core.Persistence;

namespace DataSync.Web.Features.Settings;

/// <summary>How entries of the audit log read.</summary>
public static class AuditWords
{
    /// <summary>"token.created" reads "Token created", so that an action of a later part reads well, too.</summary>
    public static string Of(string action)
    {
        var words = action.Replace('.', ' ').Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>Of a value that was changed: "expiresAt" reads "Expires at".</summary>
    public static string Name(string value) => value.Length == 0 ? "Value" : Of(EnumWords.Snake(value));

    /// <summary>What can be chosen: each group of several actions, and each action.</summary>
    public static readonly IReadOnlyList<(string Action, string Words)> Choices =
    [
        .. AuditActions
            .All.GroupBy(action => action.Split('.')[0], StringComparer.Ordinal)
            .SelectMany(group =>
                group.Count() == 1
                    ? group.Select(action => (action, Of(action)))
                    : group
                        .Where(action => !string.Equals(action, group.Key, StringComparison.Ordinal))
                        .Select(action => (action, Of(action)))
                        .Prepend((group.Key, $"{Of(group.Key)}: all"))
            ),
    ];

    /// <summary>Glyph of who did it.</summary>
    public static string Icon(ActorKind kind) =>
        kind switch
        {
            ActorKind.Account => "person",
            ActorKind.Token => "key",
            ActorKind.Program => "brand",
            ActorKind.Anonymous => "unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of actor without a glyph"),
        };

    public static string Of(ActorKind kind) =>
        kind switch
        {
            ActorKind.Account => "a person",
            ActorKind.Token => "an API token",
            ActorKind.Program => "DataSync itself",
            ActorKind.Anonymous => "nobody signed in",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of actor without a word"),
        };
}

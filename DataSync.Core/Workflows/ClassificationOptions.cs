using DataSync.Core.Persistence;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Workflows;

/// <summary>Section <c>Classification</c>: which of n8n's tags stand for which cloud and type.</summary>
public sealed class ClassificationOptions
{
    public const string Section = "Classification";

    /// <summary>Looked at in order, before the words DataSync knows by itself.</summary>
    public IList<TagRuleOptions> Tags { get; } = [];

    internal IReadOnlyList<TagRule> Rules() =>
        [
            .. Tags.Select(rule => new TagRule(
                rule.Tag!.Trim(),
                Word<CloudProvider>(rule.Provider),
                Word<WorkflowType>(rule.Type)
            )),
        ];

    internal static T? Word<T>(string? word)
        where T : struct, Enum
    {
        foreach (var member in Enum.GetValues<T>())
        {
            if (EnumWords.Of(member).Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase))
                return member;
        }
        return null;
    }
}

/// <summary>One entry of <c>Classification:Tags</c>, as written.</summary>
public sealed class TagRuleOptions
{
    public string? Tag { get; set; }

    /// <summary>A word of <see cref="CloudProvider"/>; unset: the tag says nothing about it.</summary>
    public string? Provider { get; set; }

    /// <summary>A word of <see cref="WorkflowType"/>; unset: the tag says nothing about it.</summary>
    public string? Type { get; set; }
}

/// <summary>A tag of n8n's, compared without case, and what it stands for.</summary>
public sealed record TagRule(string Tag, CloudProvider? Provider, WorkflowType? Type);

/// <summary>Collects every error; each names its key and says what to do.</summary>
internal sealed class ClassificationOptionsValidator : IValidateOptions<ClassificationOptions>
{
    public ValidateOptionsResult Validate(string? name, ClassificationOptions options)
    {
        var errors = options.Tags.SelectMany(Errors).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(TagRuleOptions rule, int index)
    {
        var key = $"{ClassificationOptions.Section}:Tags:{index}";
        if (string.IsNullOrWhiteSpace(rule.Tag))
            yield return $"{key}:Tag is empty: put the name of the n8n tag there, or remove the entry.";
        if (string.IsNullOrWhiteSpace(rule.Provider) && string.IsNullOrWhiteSpace(rule.Type))
            yield return $"{key} says nothing about its tag: set {key}:Provider, {key}:Type, or both.";
        if (Wrong<CloudProvider>(rule.Provider) is { } providers)
            yield return $"{key}:Provider '{rule.Provider}' is no provider: use one of {providers}.";
        if (Wrong<WorkflowType>(rule.Type) is { } types)
            yield return $"{key}:Type '{rule.Type}' is no type: use one of {types}.";
    }

    private static string? Wrong<T>(string? word)
        where T : struct, Enum =>
        string.IsNullOrWhiteSpace(word) || ClassificationOptions.Word<T>(word) is not null
            ? null
            : string.Join(", ", EnumWords.All(typeof(T)));
}

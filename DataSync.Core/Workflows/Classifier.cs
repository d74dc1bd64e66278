namespace DataSync.Core.Workflows;

/// <summary>A guess at what a workflow copies, and what it rests on.</summary>
public sealed record Classification(CloudProvider Provider, WorkflowType Type, ClassificationSource Source);

/// <summary>Guesses provider and type from n8n's tags, then from the workflow's name; each may come from another of the two.</summary>
public static class Classifier
{
    private static readonly string[] ProviderKeys = ["provider", "cloud", "vendor"];
    private static readonly string[] TypeKeys = ["type", "resource", "kind"];

    /// <param name="rules">What the installation says of its own tags; outranks the words known here.</param>
    public static Classification Classify(string name, IReadOnlyList<string> tags, IReadOnlyList<TagRule>? rules = null)
    {
        var (provider, type) = ByRules(tags, rules ?? []);
        // A tag that says which of the two it means outranks a bare word.
        for (var i = 0; i < tags.Count; i++)
            ReadKeyed(tags[i], ref provider, ref type);
        for (var i = 0; i < tags.Count; i++)
        {
            if (KeyEnd(tags[i]) < 0)
                ReadFree(tags[i], ref provider, ref type);
        }
        var tagged = provider != CloudProvider.Others || type != WorkflowType.Other;
        ReadFree(name, ref provider, ref type);
        var known = provider != CloudProvider.Others || type != WorkflowType.Other;
        var source =
            tagged ? ClassificationSource.Tag
            : known ? ClassificationSource.Name
            : ClassificationSource.None;
        return new(provider, type, source);
    }

    /// <summary>What the installation's own rules say, and only that.</summary>
    internal static (CloudProvider Provider, WorkflowType Type) ByRules(
        IReadOnlyList<string> tags,
        IReadOnlyList<TagRule> rules
    )
    {
        var matching = rules.Where(rule => tags.Any(tag => IsTag(tag, rule.Tag))).ToList();
        return (
            matching.Find(rule => rule.Provider is not null)?.Provider ?? CloudProvider.Others,
            matching.Find(rule => rule.Type is not null)?.Type ?? WorkflowType.Other
        );
    }

    private static bool IsTag(string tag, string rule) =>
        tag.AsSpan().Trim().Equals(rule, StringComparison.OrdinalIgnoreCase);

    private static void ReadKeyed(string tag, ref CloudProvider provider, ref WorkflowType type)
    {
        var end = KeyEnd(tag);
        if (end < 0)
            return;
        var key = tag.AsSpan(0, end).Trim();
        var value = tag.AsSpan(end + 1);
        if (provider == CloudProvider.Others && IsOneOf(key, ProviderKeys))
            provider = WordTable.FindProvider(value);
        else if (type == WorkflowType.Other && IsOneOf(key, TypeKeys))
            type = WordTable.FindType(value, provider: null);
    }

    private static void ReadFree(ReadOnlySpan<char> text, ref CloudProvider provider, ref WorkflowType type)
    {
        if (provider == CloudProvider.Others)
            provider = WordTable.FindProvider(text);
        if (type == WorkflowType.Other)
            type = WordTable.FindType(text, provider);
    }

    private static int KeyEnd(string tag) => tag.AsSpan().IndexOfAny(':', '=', '：');

    private static bool IsOneOf(ReadOnlySpan<char> key, string[] keys)
    {
        foreach (var candidate in keys)
        {
            if (key.Equals(candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}

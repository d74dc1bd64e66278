using System.Globalization;
using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>
/// Adds up the counts a workflow reports in its items, by the words it uses for them. The first vocabulary used at all
/// wins: mixing two would count things twice.
/// </summary>
internal sealed class ResourceTally
{
    /// <summary>A number above is a time or an id that happens to have such a name.</summary>
    private const long Implausible = 100_000_000;

    private static readonly string[][] Vocabularies =
    [
        ["resources_created", "resources_updated", "resources_deleted", "resources_failed"],
        ["created", "updated", "deleted", "failed"],
        ["inserted", "changed", "removed", "errors"],
    ];

    private readonly long?[][] sums = [new long?[4], new long?[4], new long?[4]];

    /// <summary>What the first words, which nothing else uses, add up to.</summary>
    public ResourceCounts Explicit => Of(sums[0]);

    public ResourceCounts Counts => sums.Select(Of).FirstOrDefault(counts => counts.Any) ?? ResourceCounts.None;

    public void Add(string? name, ref Utf8JsonReader value)
    {
        for (var words = 0; words < Vocabularies.Length; words++)
        {
            var word = Array.IndexOf(Vocabularies[words], name);
            if (word >= 0 && Count(ref value) is { } count)
                sums[words][word] = (sums[words][word] ?? 0) + count;
        }
    }

    private static long? Count(ref Utf8JsonReader value)
    {
        long count;
        var isCount = value.TokenType switch
        {
            JsonTokenType.Number => value.TryGetInt64(out count),
            JsonTokenType.String => long.TryParse(
                ExecutionText.Of(ref value),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out count
            ),
            _ => Never(out count),
        };
        return isCount && count is >= 0 and <= Implausible ? count : null;

        static bool Never(out long count)
        {
            count = 0;
            return false;
        }
    }

    private static ResourceCounts Of(long?[] sums) => new(Fit(sums[0]), Fit(sums[1]), Fit(sums[2]), Fit(sums[3]));

    private static int? Fit(long? sum) => sum is { } some ? (int)Math.Min(some, int.MaxValue) : null;
}

using System.Globalization;
using System.Text.Json;

namespace DataSync.Core.Workflows;

/// <summary>Fields of a trigger's rule; an omitted one has its default, an expression (<c>={{ … }}</c>) is no value it can have.</summary>
internal readonly record struct NodeFields(JsonElement Element)
{
    public string? Text(string name, string omitted)
    {
        if (Find(name) is not { } value)
            return omitted;
        return value.ValueKind == JsonValueKind.String ? value.GetString()?.Trim() : null;
    }

    /// <summary>Null: not a whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int? Number(string name, int omitted, int least, int most) =>
        Find(name) is { } value ? Whole(value, least, most) : omitted;

    /// <summary>Weekdays, 0 is Sunday; an empty list means every day to n8n.</summary>
    public IReadOnlyList<int>? Days(string name)
    {
        if (Find(name) is not { } value)
            return [0];
        if (value.ValueKind != JsonValueKind.Array)
            return Whole(value, 0, 7) is { } single ? [single % 7] : null;
        var days = new SortedSet<int>();
        foreach (var item in value.EnumerateArray())
        {
            if (Whole(item, 0, 7) is not { } day)
                return null;
            days.Add(day % 7);
        }
        return [.. days];
    }

    private JsonElement? Find(string name) =>
        Element.ValueKind == JsonValueKind.Object
        && Element.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static int? Whole(JsonElement value, int least, int most)
    {
        double? number = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out var given) ? given : null,
            JsonValueKind.String => double.TryParse(
                value.GetString(),
                NumberStyles.Integer,
                CultureInfo.InvariantCulture,
                out var read
            )
                ? read
                : null,
            _ => null,
        };
        return number >= least && number <= most && double.IsInteger(number.Value) ? (int)number.Value : null;
    }
}

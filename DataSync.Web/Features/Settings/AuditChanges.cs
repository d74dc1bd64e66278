using System.Text.Json;

namespace DataSync.Web.Features.Settings;

/// <param name="Name">Of the value; empty for something that has no parts.</param>
/// <param name="Before">Null: it was not there.</param>
/// <param name="After">Null: it is not there any more.</param>
public sealed record AuditChange(string Name, string? Before, string? After);

/// <summary>What an entry of the audit log says was changed, value by value.</summary>
public static class AuditChanges
{
    /// <summary>Values that stayed the same are left out. Text that is no JSON (it was cut) is one value.</summary>
    /// <param name="before">JSON as stored; null: there was nothing.</param>
    /// <param name="after">Likewise.</param>
    public static IReadOnlyList<AuditChange> Of(string? before, string? after)
    {
        var (old, now) = (Values(before), Values(after));
        return
        [
            .. old
                .Keys.Union(now.Keys, StringComparer.Ordinal)
                .Select(name => new AuditChange(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)))
                .Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal)),
        ];
    }

    private static Dictionary<string, string> Values(string? stored)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (stored is null)
            return values;
        try
        {
            using var document = JsonDocument.Parse(stored);
            Add(values, "", document.RootElement);
        }
        catch (JsonException)
        {
            values[""] = stored;
        }
        return values;
    }

    private static void Add(Dictionary<string, string> values, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                foreach (var part in value.EnumerateObject())
                    Add(values, name.Length == 0 ? part.Name : $"{name}.{part.Name}", part.Value);
                break;
            default:
                values[name] = Text(value);
                break;
        }
    }

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
            _ => value.GetRawText(),
        };
}

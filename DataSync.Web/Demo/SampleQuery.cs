using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DataSync.Web.Demo;

/// <summary>Reads query parameters as n8n does, with its words when they are wrong.</summary>
internal static class SampleQuery
{
    public static readonly string[] Statuses =
    [
        "canceled",
        "crashed",
        "error",
        "new",
        "running",
        "success",
        "unknown",
        "waiting",
    ];

    /// <summary>The first thing wrong with the query, or null.</summary>
    public static string? Error(IQueryCollection query)
    {
        if (query.TryGetValue("limit", out var limit) && limit.Count > 0)
        {
            if (!long.TryParse(limit[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return "request/query/limit Param `limit` must be a valid integer";
            if (number < 0)
                return "request/query/limit Param `limit` must be a non-negative integer";
        }
        return NotOneOf(query, "status", Statuses)
            ?? NotOneOf(query, "includeData", ["true", "false"])
            ?? NotOneOf(query, "active", ["true", "false"])
            ?? NotATime(query, "startedAfter")
            ?? NotATime(query, "startedBefore");
    }

    /// <summary>A time of the query in UTC, or null when it has none or not a readable one.</summary>
    public static DateTime? Time(IQueryCollection query, string name) =>
        DateTimeOffset.TryParse(query[name], CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime : null;

    /// <summary>The cursor wins over the parameter; 100 unless told, 250 at most. False for a cursor that is none.</summary>
    public static bool TryPage(IQueryCollection query, out int limit, out string? lastId, out int offset)
    {
        (lastId, offset) = (null, 0);
        var asked = long.TryParse(query["limit"], CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (query["cursor"].ToString() is { Length: > 0 } cursor)
        {
            try
            {
                using var json = JsonDocument.Parse(Convert.FromBase64String(cursor));
                var root = json.RootElement;
                asked = root.TryGetProperty("limit", out var l) && l.TryGetInt64(out number) ? number : 0;
                offset =
                    root.TryGetProperty("offset", out var o) && o.TryGetInt32(out var from) ? Math.Max(0, from) : 0;
                lastId = root.TryGetProperty("lastId", out var id) ? id.ToString() : null;
            }
            catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
            {
                limit = 0;
                return false;
            }
        }
        limit = asked <= 0 ? 100 : (int)Math.Min(asked, 250);
        return true;
    }

    public static string Cursor(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));

    private static string? NotATime(IQueryCollection query, string name) =>
        query.ContainsKey(name) && Time(query, name) is null ? $"request/query/{name} Invalid datetime" : null;

    private static string? NotOneOf(IQueryCollection query, string name, string[] allowed)
    {
        if (!query.TryGetValue(name, out var value))
            return null;
        var expected = string.Join(" | ", allowed.Select(a => $"'{a}'"));
        if (value.Count > 1)
            return $"request/query/{name} Expected {expected}, received array";
        return allowed.Contains(value.ToString(), StringComparer.Ordinal)
            ? null
            : $"request/query/{name} Invalid enum value. Expected {expected}, received '{value}'";
    }
}

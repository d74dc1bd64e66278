using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSync.Core.N8n;

namespace DataSync.Core.Workflows;

/// <summary>When a workflow starts by itself: the rules of its enabled schedule triggers.</summary>
public sealed record WorkflowSchedule(ImmutableArray<ScheduleRule> Rules)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter<StepUnit>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null: no enabled schedule trigger. Never throws; what cannot be understood is kept as an unknown rule.</summary>
    public static WorkflowSchedule? FromNodes(IReadOnlyList<N8nNode> nodes)
    {
        var rules = ImmutableArray.CreateBuilder<ScheduleRule>();
        foreach (var node in nodes)
        {
            if (!node.Disabled)
                ScheduleNodes.Read(node, rules);
        }
        return rules.Count == 0 ? null : new(rules.ToImmutable());
    }

    public string ToJson() => JsonSerializer.Serialize(Rules, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote; anything else becomes a schedule that is not understood.</summary>
    public static WorkflowSchedule FromJson(string json)
    {
        try
        {
            var rules = JsonSerializer.Deserialize<ImmutableArray<ScheduleRule>>(json, Json);
            if (!rules.IsDefaultOrEmpty && rules.All(IsUsable))
                return new(rules);
        }
        catch (JsonException)
        {
            // Falls through: a schedule nobody can read must not stop the page, and must not look like none.
        }
        return new([new ScheduleRule("a schedule that cannot be read")]);
    }

    /// <summary>False: some rule was not understood, so no next run can be told.</summary>
    [JsonIgnore]
    public bool IsUnderstood => Rules.All(rule => rule.IsUnderstood());

    /// <summary>How long after <see cref="NextAfter"/> n8n may still start by its own choice, at most.</summary>
    [JsonIgnore]
    public TimeSpan Slack => TimeSpan.FromSeconds(Rules.Max(rule => rule.SlackSeconds));

    /// <summary>The earliest start strictly after a moment, UTC; null: none, or it cannot be told.</summary>
    /// <param name="lastRunStartUtc">Start of the last run by a schedule, from which steps above 1 count.</param>
    public DateTime? NextAfter(DateTime afterUtc, DateTime? lastRunStartUtc, TimeZoneInfo zone)
    {
        if (!IsUnderstood)
            return null;
        afterUtc = DateTime.SpecifyKind(afterUtc, DateTimeKind.Utc);
        if (lastRunStartUtc is { } start)
            lastRunStartUtc = DateTime.SpecifyKind(start, DateTimeKind.Utc);
        DateTime? earliest = null;
        foreach (var rule in Rules)
        {
            // Of several rules the last run may be another's: then where this one stands is not known.
            if (Rules.Length > 1 && rule.IsAnchored() && lastRunStartUtc is { } last && !rule.Explains(last, zone))
                continue;
            if (rule.NextAfter(afterUtc, lastRunStartUtc, zone) is { } next && !(earliest <= next))
                earliest = next;
        }
        return earliest;
    }

    /// <summary>
    /// The longest time between two starts of the eight days after a moment; one that is rarer tells its next one. Right
    /// to the hour, and exact below. Null: it cannot be told.
    /// </summary>
    public TimeSpan? LongestGap(DateTime afterUtc, TimeZoneInfo zone)
    {
        if (NextAfter(afterUtc, null, zone) is not { } first)
            return null;
        TimeSpan? longest = null;
        // Of starts closer than an hour one an hour is looked at.
        for (var at = first; at - first < TimeSpan.FromDays(8); )
        {
            if (NextAfter(at, first, zone) is not { } next)
                break;
            if (!(longest >= next - at))
                longest = next - at;
            at = next - at > TimeSpan.FromHours(1) ? next : at.AddHours(1);
        }
        return longest;
    }

    /// <summary>The rules in words, with the zone where one matters and is not UTC.</summary>
    public string Describe(TimeZoneInfo? zone = null)
    {
        var text = string.Join("; ", Rules.Select(rule => rule.Text).Distinct(StringComparer.Ordinal));
        var zoned = zone is not null && zone.Id is not ("UTC" or "Etc/UTC") && Rules.Any(HasTimeOfDay);
        return zoned ? $"{text} ({zone!.Id})" : text;
    }

    public bool Equals(WorkflowSchedule? other) => other is not null && Rules.SequenceEqual(other.Rules);

    public override int GetHashCode() => Rules.Aggregate(0, HashCode.Combine);

    private static bool HasTimeOfDay(ScheduleRule rule) =>
        rule.Cron is { } cron && cron.Split(' ') is [_, _, not "*", ..];

    private static bool IsUsable(ScheduleRule? rule) =>
        rule is { Text: not null, Step: >= 1, SlackSeconds: >= 0, PeriodSeconds: null or > 0 }
        && (rule.Cron is null || CronText.Normalize(rule.Cron) is not null);
}

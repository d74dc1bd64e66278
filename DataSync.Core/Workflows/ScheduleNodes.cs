using System.Collections.Immutable;
using System.Text.Json;
using DataSync.Core.N8n;

namespace DataSync.Core.Workflows;

/// <summary>Reads the rules out of n8n's trigger nodes. n8n omits what has its default, so the defaults stand here.</summary>
internal static class ScheduleNodes
{
    /// <summary>Rules kept of one node.</summary>
    private const int MostRules = 50;

    public static void Read(N8nNode node, ImmutableArray<ScheduleRule>.Builder rules)
    {
        switch (node.Type)
        {
            case "n8n-nodes-base.scheduleTrigger":
                ReadEach(node.Parameters, "rule", "interval", rules, ReadInterval);
                break;
            case "n8n-nodes-base.cron":
                ReadEach(node.Parameters, "triggerTimes", "item", rules, ReadCronItem);
                break;
            case "n8n-nodes-base.interval":
                rules.Add(ReadOne(node.Parameters, ReadTimer));
                break;
        }
    }

    private static void ReadEach(
        JsonElement parameters,
        string outer,
        string inner,
        ImmutableArray<ScheduleRule>.Builder rules,
        Func<NodeFields, ScheduleRule> read
    )
    {
        if (!TryGet(parameters, outer, out var collection))
        {
            rules.Add(read(default));
            return;
        }
        if (!TryGet(collection, inner, out var items))
        {
            // An object without items is an omitted default; anything else is an expression.
            rules.Add(collection.ValueKind == JsonValueKind.Object ? read(default) : NotUnderstood(collection));
            return;
        }
        if (items.ValueKind != JsonValueKind.Array)
        {
            rules.Add(NotUnderstood(items));
            return;
        }
        foreach (var item in items.EnumerateArray().Take(MostRules))
            rules.Add(item.ValueKind == JsonValueKind.Object ? ReadOne(item, read) : NotUnderstood(item));
    }

    private static ScheduleRule ReadOne(JsonElement item, Func<NodeFields, ScheduleRule> read)
    {
        try
        {
            return read(new(item));
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode (half a surrogate pair) cannot be read as a string at all.
            return NotUnderstood(item);
        }
    }

    private static ScheduleRule ReadInterval(NodeFields fields)
    {
        var rule = fields.Text("field", "days") switch
        {
            "seconds" when fields.Number("secondsInterval", 30, 1, 59) is { } step => ScheduleRules.Seconds(step),
            "minutes" when fields.Number("minutesInterval", 5, 1, 59) is { } step => ScheduleRules.Minutes(step),
            "hours" when fields.Number("hoursInterval", 1, 1, 23) is { } step && Minute(fields) is { } minute =>
                ScheduleRules.Hours(step, minute),
            "days" when fields.Number("daysInterval", 1, 1, 31) is { } step && Time(fields) is { } time =>
                ScheduleRules.Days(step, time),
            "weeks"
                when fields.Number("weeksInterval", 1, 1, 51) is { } step
                    && fields.Days("triggerAtDay") is { } days
                    && Time(fields) is { } time => ScheduleRules.Weeks(step, days, time),
            "months"
                when fields.Number("monthsInterval", 1, 1, 1200) is { } step
                    && fields.Number("triggerAtDayOfMonth", 1, 1, 31) is { } day
                    && Time(fields) is { } time => ScheduleRules.Months(step, day, time),
            "cronExpression" => ScheduleRules.Cron(fields.Text("expression", "")),
            _ => null,
        };
        return rule ?? NotUnderstood(fields.Element);
    }

    private static ScheduleRule ReadCronItem(NodeFields fields)
    {
        var time =
            fields.Number("hour", 14, 0, 23) is { } hour && fields.Number("minute", 0, 0, 59) is { } minute
                ? new TimeOnly(hour, minute)
                : (TimeOnly?)null;
        var rule = fields.Text("mode", "everyDay") switch
        {
            "everyMinute" => ScheduleRules.Minutes(1),
            "everyHour" when fields.Number("minute", 0, 0, 59) is { } only => ScheduleRules.Hours(1, only),
            "everyDay" when time is { } at => ScheduleRules.Days(1, at),
            "everyWeek" when time is { } at && fields.Number("weekday", 1, 0, 7) is { } day => ScheduleRules.Weeks(
                1,
                [day % 7],
                at
            ),
            "everyMonth" when time is { } at && fields.Number("dayOfMonth", 1, 1, 31) is { } day =>
                ScheduleRules.Months(1, day, at),
            "everyX" when fields.Number("value", 2, 1, 59) is { } step => ScheduleRules.EveryX(
                step,
                fields.Text("unit", "hours")
            ),
            "custom" => ScheduleRules.Cron(fields.Text("cronExpression", "* * * * * *")),
            _ => null,
        };
        return rule ?? NotUnderstood(fields.Element);
    }

    private static ScheduleRule ReadTimer(NodeFields fields)
    {
        var value = fields.Number("interval", 1, 1, int.MaxValue);
        var rule = fields.Text("unit", "seconds") switch
        {
            "seconds" when value is { } count => ScheduleRules.Timer(count, "s"),
            "minutes" when value is { } count => ScheduleRules.Timer(count * 60L, "min"),
            "hours" when value is { } count => ScheduleRules.Timer(count * 3600L, "h"),
            _ => null,
        };
        return rule ?? NotUnderstood(fields.Element);
    }

    private static int? Minute(NodeFields fields) => fields.Number("triggerAtMinute", 0, 0, 59);

    private static TimeOnly? Time(NodeFields fields) =>
        fields.Number("triggerAtHour", 0, 0, 23) is { } hour && Minute(fields) is { } minute
            ? new TimeOnly(hour, minute)
            : null;

    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    private static ScheduleRule NotUnderstood(JsonElement element)
    {
        var raw = element.ValueKind == JsonValueKind.Undefined ? "" : element.GetRawText();
        return new($"a rule that cannot be read: {SafeText.OneLine(raw, 100)}");
    }
}

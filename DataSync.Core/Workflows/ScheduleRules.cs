using System.Globalization;

namespace DataSync.Core.Workflows;

/// <summary>Builds rules from what a person chose in n8n, with the ticks n8n makes of it.</summary>
internal static class ScheduleRules
{
    private static readonly string[] DayNames =
    [
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ];

    public static ScheduleRule Seconds(int step) =>
        new(step == 1 ? "every second" : $"every {step} s", $"*/{step} * * * * *");

    public static ScheduleRule Minutes(int step) =>
        60 % step == 0
            ? new(step == 1 ? "every minute" : $"every {step} min", $"0 */{step} * * * *")
            : new($"every {step} min", "0 * * * * *", StepUnit.Minutes, step);

    public static ScheduleRule Hours(int step, int minute)
    {
        var text = step == 1 ? $"hourly at :{minute:00}" : $"every {step} h at :{minute:00}";
        return 24 % step == 0
            ? new(text, step == 1 ? $"0 {minute} * * * *" : $"0 {minute} */{step} * * *")
            : new(text, $"0 {minute} * * * *", StepUnit.Hours, step);
    }

    public static ScheduleRule Days(int step, TimeOnly time) =>
        Stepped(step, StepUnit.Days, $"{Each(step, "daily", "days")} at {Clock(time)}", $"{At(time)} * * *");

    public static ScheduleRule Weeks(int step, IReadOnlyList<int> days, TimeOnly time)
    {
        var all = days.Count is 0 or 7;
        var names = all ? "every day" : string.Join(", ", days.Select(day => DayNames[day]));
        var field = all ? "*" : string.Join(',', days);
        var text = $"{Each(step, "weekly", "weeks")} on {names} at {Clock(time)}";
        return Stepped(step, StepUnit.Weeks, text, $"{At(time)} * * {field}");
    }

    public static ScheduleRule Months(int step, int day, TimeOnly time)
    {
        var text = $"{Each(step, "monthly", "months")} on day {day} at {Clock(time)}";
        var months = 12 % step == 0 ? $"*/{step}" : "*";
        return Stepped(step, StepUnit.Months, text, $"{At(time)} {day} {months} *");
    }

    /// <summary>Null where n8n would refuse it.</summary>
    public static ScheduleRule? Cron(string? expression) =>
        CronText.Normalize(expression) is { } cron ? new($"cron {expression!.Trim()}", cron) : null;

    /// <summary>The old node's "every X". Its minute of the hour is drawn anew at each activation, so any may be right.</summary>
    public static ScheduleRule? EveryX(int step, string? unit) =>
        unit switch
        {
            "minutes" => new($"every {step} min", $"0 */{step} * * * *"),
            "hours" when step <= 23 => new($"every {step} h", $"0 0 */{step} * * *", SlackSeconds: 3600),
            _ => null,
        };

    /// <summary>A timer started at activation: without a last run its phase is anywhere in a period.</summary>
    public static ScheduleRule? Timer(long seconds, string unit)
    {
        // Longer ones n8n refuses: they do not fit its timer.
        if (seconds > int.MaxValue / 1000)
            return null;
        var count = unit switch
        {
            "h" => seconds / 3600,
            "min" => seconds / 60,
            _ => seconds,
        };
        return new($"every {count} {unit}", PeriodSeconds: seconds, SlackSeconds: (int)Math.Max(60, seconds));
    }

    // A step of 1 needs no anchor: every tick runs.
    private static ScheduleRule Stepped(int step, StepUnit unit, string text, string cron) =>
        step == 1 ? new(text, cron) : new(text, cron, unit, step);

    private static string Each(int step, string once, string units) => step == 1 ? once : $"every {step} {units}";

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string At(TimeOnly time) => $"0 {time.Minute} {time.Hour}";
}

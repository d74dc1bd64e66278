using Cronos;

namespace DataSync.Core.Workflows;

/// <summary>The unit in which n8n counts the distance from a rule's last run.</summary>
public enum StepUnit
{
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
}

/// <summary>One rule of a schedule trigger.</summary>
/// <param name="Text">The rule in words.</param>
/// <param name="Cron">Cron with seconds, in the workflow's zone; null: a plain timer, or not understood.</param>
/// <param name="Unit">With <paramref name="Step"/>: ticks of the cron are skipped until that far from the last run.</param>
/// <param name="PeriodSeconds">Of a plain timer, which counts from its last tick.</param>
/// <param name="SlackSeconds">How long after the time given here n8n may start it by its own choice.</param>
public sealed record ScheduleRule(
    string Text,
    string? Cron = null,
    StepUnit? Unit = null,
    int Step = 1,
    long? PeriodSeconds = null,
    int SlackSeconds = 60
)
{
    /// <summary>Ticks looked at to follow a rule from its last run; beyond that the last run no longer anchors it.</summary>
    private const int MostTicks = 2000;

    /// <summary>False: an expression or a mistake; nobody can say when it runs.</summary>
    public bool IsUnderstood() => Cron is not null || PeriodSeconds is not null;

    /// <summary>Whether the rule's times depend on its last run.</summary>
    public bool IsAnchored() => Unit is not null || PeriodSeconds is not null;

    /// <summary>The first start after a moment; null: never, or not understood.</summary>
    public DateTime? NextAfter(DateTime afterUtc, DateTime? lastRunUtc, TimeZoneInfo zone)
    {
        if (PeriodSeconds is { } seconds)
            return AfterSteps(lastRunUtc ?? DateTime.UnixEpoch, TimeSpan.FromSeconds(seconds), afterUtc);
        if (Cron is null)
            return null;
        if (Unit is not { } unit || lastRunUtc is not { } last)
            return CronText.Next(CronText.Parse(Cron), afterUtc, zone);
        if (unit == StepUnit.Minutes)
        {
            var minute = new DateTime(last.Ticks - (last.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
            return AfterSteps(minute, TimeSpan.FromMinutes(Step), afterUtc);
        }
        return Follow(CronText.Parse(Cron), unit, afterUtc, last, zone);
    }

    /// <summary>Whether a run that began then can be this rule's.</summary>
    public bool Explains(DateTime runUtc, TimeZoneInfo zone)
    {
        if (Cron is null)
            return false;
        var earliest = runUtc.AddSeconds(-SlackSeconds - 1);
        return CronText.Next(CronText.Parse(Cron), earliest, zone) <= runUtc;
    }

    private DateTime? Follow(CronExpression[] cron, StepUnit unit, DateTime after, DateTime last, TimeZoneInfo zone)
    {
        var anchor = TimeZoneInfo.ConvertTimeFromUtc(last, zone);
        var at = last;
        for (var ticks = 0; ticks < MostTicks; ticks++)
        {
            if (CronText.Next(cron, at, zone) is not { } tick)
                return null;
            at = tick;
            var local = TimeZoneInfo.ConvertTimeFromUtc(tick, zone);
            if (!StepDistance.IsReached(unit, Step, anchor, local))
                continue;
            if (tick > after)
                return tick;
            anchor = local;
        }
        return CronText.Next(cron, after > at ? after : at, zone);
    }

    private static DateTime AfterSteps(DateTime from, TimeSpan step, DateTime after)
    {
        var steps = after < from ? 1 : ((after - from).Ticks / step.Ticks) + 1;
        return from.AddTicks(steps * step.Ticks);
    }
}

using System.Globalization;
using DataSync.Core.Live;
using DataSync.Core.Trends;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Trends;

/// <summary>Service levels as they read; a report keeps the same words.</summary>
public static class ServiceLevelWords
{
    public static string Name(ServiceLevelKind kind) =>
        kind switch
        {
            ServiceLevelKind.Coverage => "Monitoring coverage",
            ServiceLevelKind.Alerts => "Failures told in time",
            ServiceLevelKind.PageLoad => "Pages loaded in time",
            ServiceLevelKind.Update => "Changes shown in time",
            ServiceLevelKind.ManualRuns => "Runs from here",
            ServiceLevelKind.DataAge => "Average data age",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A service level without a name"),
        };

    /// <summary>What exactly is measured.</summary>
    public static string Definition(ServiceLevelKind kind) =>
        kind switch
        {
            ServiceLevelKind.Coverage =>
                "Over looks at the board, one a minute, the workflows a verdict was passed on among those n8n's API key can see. Paused ones have none, and while nobody saw what happens in n8n no verdict counts.",
            ServiceLevelKind.Alerts =>
                "Mails that told of failed runs, each counted once: from when DataSync knew of the failure until the mail server had taken the mail, or until now while it has not. Where the rules, a silence or a return of the trouble decided when people are told, and for recipients it concerned only later, it is counted from when the mail was written. What was learned of long after it happened, or in quiet hours, is told in a summary and does not count.",
            ServiceLevelKind.PageLoad => "Measured in the browsers of those who looked.",
            ServiceLevelKind.Update =>
                "From when something happened in n8n until it was on an open page, measured in the browsers of those who looked.",
            ServiceLevelKind.ManualRuns => "Runs and retries that were asked for here and sent to n8n.",
            ServiceLevelKind.DataAge =>
                "Over looks at the board, the age of the last success of active workflows that are due at least every two hours.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A service level without a definition"),
        };

    public static string Value(ServiceLevel level) =>
        level switch
        {
            { Value: null } => "–",
            { Kind: ServiceLevelKind.ManualRuns } => $"{Number(level.Value.Value)} a week",
            { Kind: ServiceLevelKind.DataAge } => Ages.Duration((long)(level.Value.Value * 60_000)),
            _ => ShareWords.Percent(level.Value / 100),
        };

    public static string Target(ServiceLevel level, ServiceTargets targets) =>
        level.Kind switch
        {
            ServiceLevelKind.Coverage => $"{Number(level.Target)} % of the workflows",
            ServiceLevelKind.Alerts => $"{Number(level.Target)} % within {Seconds(targets.AlertSeconds)}",
            ServiceLevelKind.PageLoad => $"{Number(level.Target)} % within {Seconds(targets.LoadSeconds)}",
            ServiceLevelKind.Update => $"{Number(level.Target)} % within {Seconds(targets.UpdateSeconds)}",
            ServiceLevelKind.ManualRuns => $"{Number(level.Target)} or more; reported only",
            _ => $"under {Ages.Duration((long)(level.Target * 60_000))}",
        };

    public static string Verdict(ServiceLevel level) =>
        level switch
        {
            { Value: null } => "nothing measured",
            { IsMet: true } => "met",
            { IsMet: false } => "missed",
            _ => level.Value >= level.Target ? "as hoped" : "fewer than hoped",
        };

    /// <summary>What it is of, and what may still go wrong.</summary>
    public static string Beside(ServiceLevel level)
    {
        var of = level.Kind switch
        {
            ServiceLevelKind.Alerts => $"{Counted(level.Measured, "mail")}, {level.Missed:N0} late",
            ServiceLevelKind.PageLoad => $"{Counted(level.Measured, "load")}, {level.Missed:N0} slower",
            ServiceLevelKind.Update => $"{Counted(level.Measured, "change")}, {level.Missed:N0} later",
            ServiceLevelKind.ManualRuns => $"{level.Measured:N0} in all",
            ServiceLevelKind.DataAge => Counted(level.Measured, "look"),
            _ => $"{level.Missed:N0} of {level.Measured:N0} looks at a workflow without a verdict",
        };
        var p95 = level.P95Seconds is { } seconds ? $", p95 {Ages.Duration((long)(seconds * 1_000))}" : "";
        var budget = level.BudgetLeft switch
        {
            null => "",
            < 0 => "; error budget overdrawn",
            { } left => $"; {Number(Math.Floor(left * 100))} % of the error budget left",
        };
        return of + p95 + budget;
    }

    public static string Unmeasured(int hours) =>
        $"In {Counted(hours, "hour")} nothing was measured, because DataSync was not running.";

    private static string Counted(long count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";

    private static string Seconds(int seconds) => Ages.Duration(seconds * 1_000L);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;

namespace DataSync.Core.Alerts;

/// <summary>When people are told. One for all; kept as JSON. Times of day are of <c>Site:TimeZone</c>.</summary>
public sealed record AlertRules
{
    public static readonly AlertRules Default = new();

    /// <summary>Kinds of trouble nobody is told of; they are still shown.</summary>
    public ImmutableArray<IncidentKind> Muted { get; init; } = [];

    /// <summary>Failures in a row of one workflow before people are told, at least 1.</summary>
    public int AfterFailures { get; init; } = 1;

    /// <summary>Between two reminders of an open incident nobody has acknowledged; 0: never.</summary>
    public int ReminderHours { get; init; } = 4;

    /// <summary>
    /// From when to when nobody is disturbed. What is still broken is told in one mail afterwards, runs by hand and the digest by
    /// their own; successes of that time are not told later.
    /// </summary>
    public TimeOnly? QuietFrom { get; init; }
    public TimeOnly? QuietTo { get; init; }

    /// <summary>Times of planned work, UTC: as quiet hours.</summary>
    public ImmutableArray<MaintenanceWindow> Maintenance { get; init; } = [];

    /// <summary>Hour of the day at which the digest goes out.</summary>
    public int DigestHour { get; init; } = 8;

    /// <summary>Whether nobody is to be disturbed.</summary>
    public bool IsQuiet(DateTime now, TimeZoneInfo zone)
    {
        if (Maintenance.Any(window => window.From <= now && now < window.To))
            return true;
        if (QuietFrom is not { } from || QuietTo is not { } to || from == to)
            return false;
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone));
        // Includes nights: from 22:00 to 06:00.
        return local.IsBetween(from, to);
    }
}

/// <summary>Planned work; times are UTC.</summary>
public sealed record MaintenanceWindow(DateTime From, DateTime To, string? Reason);

/// <summary>The single row of <see cref="AlertRules"/>, and how far news beside incidents has been told.</summary>
public sealed class StoredAlertRules
{
    public const int SingleId = 1;

    public int Id { get; set; } = SingleId;
    public required string Rules { get; set; }

    /// <summary>When the last digest was decided.</summary>
    public DateTime? DigestAt { get; set; }

    /// <summary>Number of the last trigger that was told.</summary>
    public int? TriggersTo { get; set; }

    /// <summary>Change up to which successes were told.</summary>
    public long? SuccessesTo { get; set; }
}

using DataSync.Core.Persistence;

namespace DataSync.Core.Workflows;

/// <summary>What of a registry row makes an event when it changes.</summary>
internal sealed record RegistryFacts(
    string Name,
    CloudProvider Provider,
    WorkflowType Type,
    bool IsActive,
    bool IsArchived,
    bool HasVanished,
    bool IsPlaceholder,
    string? Schedule,
    string? VersionId
)
{
    public static RegistryFacts Of(WorkflowRegistry row) =>
        new(
            row.WorkflowName,
            row.Provider,
            row.WorkflowType,
            row.IsActive,
            row.IsArchived,
            row.VanishedAt is not null,
            row.IsPlaceholder,
            Timing(row),
            row.VersionId
        );

    public string Classification => $"{EnumText(Provider)} {EnumText(Type)}";

    private static string? Timing(WorkflowRegistry row)
    {
        if (row.Schedule is null)
            return null;
        var text = WorkflowSchedule.FromJson(row.Schedule).Describe();
        return row.TimeZone is { } zone ? $"{text} ({zone})" : text;
    }

    private static string EnumText<T>(T member)
        where T : struct, Enum => Persistence.EnumWords.Of(member).Replace('_', ' ');
}

/// <summary>Tells the events between two states of a registry row. Pure.</summary>
internal static class RegistryEvents
{
    private const int MostCharacters = 255;

    /// <param name="before">Null: the workflow was not known.</param>
    /// <param name="proposed">What its new name suggests and the row did not take over.</param>
    public static IEnumerable<WorkflowEvent> Between(
        RegistryFacts? before,
        WorkflowRegistry row,
        Classification? proposed,
        DateTime now
    )
    {
        var after = RegistryFacts.Of(row);
        var author = before is null || Same(before.VersionId, after.VersionId) ? null : row.VersionAuthor;
        if (before is null || (before.IsPlaceholder && !after.IsPlaceholder))
            return [Event(WorkflowEventKind.Registered, null, after.Classification)];
        return Changes().Select(change => Event(change.Kind, change.Before, change.After));

        IEnumerable<(WorkflowEventKind Kind, string? Before, string? After)> Changes()
        {
            if (before.HasVanished != after.HasVanished)
                yield return (after.HasVanished ? WorkflowEventKind.Vanished : WorkflowEventKind.Returned, null, null);
            if (!Same(before.Name, after.Name))
                yield return (WorkflowEventKind.Renamed, before.Name, after.Name);
            if (before.IsArchived != after.IsArchived)
                yield return (after.IsArchived ? WorkflowEventKind.Archived : WorkflowEventKind.Unarchived, null, null);
            if (before.IsActive != after.IsActive)
                yield return (after.IsActive ? WorkflowEventKind.Activated : WorkflowEventKind.Deactivated, null, null);
            if (!Same(before.Schedule, after.Schedule))
                yield return (WorkflowEventKind.ScheduleChanged, before.Schedule, after.Schedule);
            if (after.VersionId is not null && !Same(before.VersionId, after.VersionId))
                yield return (WorkflowEventKind.VersionChanged, before.VersionId, after.VersionId);
            if (!Same(before.Classification, after.Classification))
                yield return (WorkflowEventKind.ClassificationChanged, before.Classification, after.Classification);
            if (proposed is { } guess)
            {
                var wording = after with { Provider = guess.Provider, Type = guess.Type };
                yield return (WorkflowEventKind.ClassificationProposed, after.Classification, wording.Classification);
            }
        }

        WorkflowEvent Event(WorkflowEventKind kind, string? from, string? to) =>
            new()
            {
                WorkflowId = row.WorkflowId,
                Kind = kind,
                At = IsOurs(kind) ? now : row.UpdatedAt,
                Before = StoredText.Cut(from, MostCharacters),
                After = StoredText.Cut(to, MostCharacters),
                Author = kind is WorkflowEventKind.VersionChanged or WorkflowEventKind.ScheduleChanged ? author : null,
            };

        // n8n's time of change says nothing about when these became known.
        static bool IsOurs(WorkflowEventKind kind) =>
            kind is WorkflowEventKind.Registered or WorkflowEventKind.Vanished or WorkflowEventKind.Returned;

        static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
    }
}

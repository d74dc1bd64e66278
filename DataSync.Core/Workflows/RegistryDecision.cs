using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Workflows;

/// <summary>What a list of workflows changes in the registry.</summary>
/// <param name="Updates">Rows of the registry, already changed in place.</param>
/// <param name="Events">What is to be told of them, in order.</param>
public sealed record RegistryChanges(
    IReadOnlyList<WorkflowRegistry> Inserts,
    IReadOnlyList<WorkflowRegistry> Updates,
    IReadOnlyList<WorkflowEvent> Events
);

/// <summary>Compares n8n's workflows with the rows we have. Rows without a change are not touched, so nothing is written for them.</summary>
public static class RegistryDecision
{
    private const int MostNameCharacters = 255;

    /// <param name="rows">All rows of the registry; changed in place.</param>
    /// <param name="complete">The list was read to its end without an error: only then may what it lacks be called gone.</param>
    /// <param name="rules">The installation's own reading of tags.</param>
    /// <param name="onlyOf">Of what the list lacks only these may be called gone; null: all.</param>
    public static RegistryChanges Decide(
        IEnumerable<WorkflowRegistry> rows,
        IReadOnlyList<N8nWorkflow> listed,
        bool complete,
        DateTime now,
        IReadOnlyList<TagRule>? rules = null,
        IReadOnlySet<string>? onlyOf = null
    )
    {
        rules ??= [];
        var known = rows.ToDictionary(row => row.WorkflowId, StringComparer.Ordinal);
        // Pages are by offset, so a workflow can come twice; the later answer is the newer one.
        var current = new Dictionary<string, N8nWorkflow>(StringComparer.Ordinal);
        foreach (var workflow in listed)
            current[workflow.Id] = workflow;

        var inserts = new List<WorkflowRegistry>();
        var updates = new List<WorkflowRegistry>();
        var events = new List<WorkflowEvent>();
        foreach (var workflow in current.Values)
        {
            if (!known.TryGetValue(workflow.Id, out var row))
            {
                row = Insert(workflow, now, rules);
                inserts.Add(row);
                events.AddRange(RegistryEvents.Between(null, row, null, now));
                continue;
            }
            var (before, ways) = (RegistryFacts.Of(row), row.RunWays);
            var changed = Apply(row, workflow, now, rules);
            var uses = Use(row, workflow.CredentialIds);
            if (!changed && !uses && string.Equals(ways, row.RunWays, StringComparison.Ordinal))
                continue;
            // How it can be run from here, or what it signs in with, says nothing about when it is due.
            updates.Add(changed ? Touched(row, workflow.UpdatedAt, now) : row);
            events.AddRange(RegistryEvents.Between(before, row, Proposed(before, row, workflow, rules), now));
        }
        if (complete)
        {
            foreach (var row in known.Values)
            {
                if (row.VanishedAt is not null || current.ContainsKey(row.WorkflowId))
                    continue;
                if (onlyOf?.Contains(row.WorkflowId) == false)
                    continue;
                var before = RegistryFacts.Of(row);
                var wasOn = row.SwitchedOffAt is null && IsOn(row);
                row.VanishedAt = now;
                NoteSwitch(row, wasOn, now);
                updates.Add(Touched(row, changedAt: null, now));
                events.AddRange(RegistryEvents.Between(before, row, null, now));
            }
        }
        return new(inserts, updates, events);
    }

    private static WorkflowRegistry Insert(N8nWorkflow workflow, DateTime now, IReadOnlyList<TagRule> rules)
    {
        var row = new WorkflowRegistry
        {
            WorkflowId = workflow.Id,
            WorkflowName = "",
            CreatedAt = now,
        };
        Apply(row, workflow, now, rules);
        Use(row, workflow.CredentialIds);
        return Touched(row, workflow.UpdatedAt, now);
    }

    /// <summary>What a new name suggests against what is known; null: nothing new, or the same.</summary>
    private static Classification? Proposed(
        RegistryFacts before,
        WorkflowRegistry row,
        N8nWorkflow workflow,
        IReadOnlyList<TagRule> rules
    )
    {
        if (before.IsPlaceholder || string.Equals(before.Name, row.WorkflowName, StringComparison.Ordinal))
            return null;
        var guess = Classifier.Classify(workflow.Name, workflow.Tags, rules);
        var provider = guess.Provider == CloudProvider.Others ? row.Provider : guess.Provider;
        var type = guess.Type == WorkflowType.Other ? row.WorkflowType : guess.Type;
        return provider == row.Provider && type == row.WorkflowType ? null : new(provider, type, guess.Source);
    }

    // n8n's own time of the change where it tells a new one: a schedule owes no runs from before it.
    private static WorkflowRegistry Touched(WorkflowRegistry row, DateTime? changedAt, DateTime now)
    {
        row.UpdatedAt = changedAt > row.UpdatedAt && changedAt <= now ? changedAt.Value : now;
        return row;
    }

    private static bool Apply(WorkflowRegistry row, N8nWorkflow workflow, DateTime now, IReadOnlyList<TagRule> rules)
    {
        var before = Fields(row);
        var wasOn = IsOn(row);
        // A placeholder's guess rests on nothing a person or n8n said.
        if (row.IsPlaceholder && row.ClassifiedBy != ClassificationSource.Person)
            (row.Provider, row.WorkflowType, row.ClassifiedBy) = (
                CloudProvider.Others,
                WorkflowType.Other,
                ClassificationSource.None
            );
        var tags = workflow.Tags.Count == 0 ? null : string.Join('\n', workflow.Tags);
        Classify(row, workflow, rules, tagsChanged: !string.Equals(row.Tags, tags, StringComparison.Ordinal));
        row.WorkflowName = Name(workflow);
        row.IsActive = workflow.Active;
        row.IsArchived = workflow.IsArchived;
        row.VanishedAt = null;
        row.IsPlaceholder = false;
        row.Tags = tags;
        row.Schedule = WorkflowSchedule.FromNodes(workflow.Nodes)?.ToJson();
        row.TimeZone = WorkflowZone.Own(workflow.TimeZone);
        row.VersionId = workflow.VersionId;
        row.RunWays = WorkflowRunWays.Of(workflow).ToJson();
        NoteSwitch(row, wasOn, now);
        row.VersionAuthor = StoredText.Cut(workflow.VersionAuthor, MostNameCharacters);
        return !before.Equals(Fields(row));
    }

    /// <returns>Whether it uses others than it did.</returns>
    private static bool Use(WorkflowRegistry row, IReadOnlyList<string> credentialIds)
    {
        var before = row.Credentials.ToDictionary(one => one.CredentialId, StringComparer.Ordinal);
        foreach (var gone in before.Values.ExceptBy(credentialIds, one => one.CredentialId, StringComparer.Ordinal))
            row.Credentials.Remove(gone);
        var fresh = credentialIds.Where(id => !before.ContainsKey(id)).ToList();
        foreach (var id in fresh)
            row.Credentials.Add(new() { WorkflowId = row.WorkflowId, CredentialId = id });
        return fresh.Count > 0 || row.Credentials.Count < before.Count;
    }

    private static bool IsOn(WorkflowRegistry row) =>
        row is { IsActive: true, IsArchived: false, VanishedAt: null, IsPlaceholder: false };

    /// <summary>Off from the first time we saw it is nobody's accident; switched off under our eyes may be.</summary>
    private static void NoteSwitch(WorkflowRegistry row, bool wasOn, DateTime now)
    {
        if (IsOn(row))
            row.SwitchedOffAt = null;
        else if (wasOn)
            row.SwitchedOffAt = now;
    }

    /// <summary>
    /// What was known survives a rename; a rename only fills in what was not. A changed tag is somebody's word in n8n and
    /// replaces a guess, but never what a person set here.
    /// </summary>
    private static void Classify(
        WorkflowRegistry row,
        N8nWorkflow workflow,
        IReadOnlyList<TagRule> rules,
        bool tagsChanged
    )
    {
        if (row.ClassifiedBy == ClassificationSource.Person)
            return;
        if (tagsChanged)
        {
            var byTags = Classifier.Classify("", workflow.Tags, rules);
            Take(row, byTags, replace: true);
        }
        // Somebody wrote these for this n8n: they hold also for tags that were there before them.
        var (provider, type) = Classifier.ByRules(workflow.Tags, rules);
        Take(row, new(provider, type, ClassificationSource.Tag), replace: true);
        Take(row, Classifier.Classify(workflow.Name, workflow.Tags, rules), replace: false);
    }

    private static void Take(WorkflowRegistry row, Classification guess, bool replace)
    {
        var provider = guess.Provider != CloudProvider.Others && (replace || row.Provider == CloudProvider.Others);
        var type = guess.Type != WorkflowType.Other && (replace || row.WorkflowType == WorkflowType.Other);
        if (provider)
            row.Provider = guess.Provider;
        if (type)
            row.WorkflowType = guess.Type;
        if ((provider || type) && row.ClassifiedBy != ClassificationSource.Tag)
            row.ClassifiedBy = guess.Source;
    }

    private static string Name(N8nWorkflow workflow) =>
        string.IsNullOrWhiteSpace(workflow.Name) ? workflow.Id : StoredText.Cut(workflow.Name, MostNameCharacters);

    private static (object, object, object) Fields(WorkflowRegistry row) =>
        (
            (row.WorkflowName, row.WorkflowType, row.Provider, row.ClassifiedBy),
            (row.IsActive, row.IsArchived, row.VanishedAt, row.IsPlaceholder),
            (row.Tags, row.Schedule, row.TimeZone, row.VersionId, row.VersionAuthor)
        );
}

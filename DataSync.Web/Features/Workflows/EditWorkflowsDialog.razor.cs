using System.Globalization;
using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Workflows;

/// <summary>Edits one workflow, or several at once: a field in which they differ is empty and stays so unless filled in.</summary>
public sealed partial class EditWorkflowsDialog(WorkflowEditor editor, CurrentActor current, TimeProvider time)
    : ComponentBase
{
    private const string Several = "several values";

    private CloudProvider? provider;
    private WorkflowType? type;
    private IReadOnlyCollection<WorkflowCell> others = [];
    private bool othersChosen;
    private string account = "";
    private string region = "";
    private string owner = "";
    private string runbook = "";
    private string notes = "";
    private string freshness = "";
    private Monitoring? monitoring;
    private RunPolicy? policy;
    private string secret = "";
    private string? lastDay;
    private string reason = "";
    private bool offIsIntended;

    [Parameter, EditorRequired]
    public IReadOnlyList<WorkflowTile> Workflows { get; set; } = [];

    private DateTime Today => time.GetUtcNow().UtcDateTime.Date;

    private string FreshnessWords =>
        int.TryParse(freshness, CultureInfo.InvariantCulture, out var minutes) && minutes > 0
            ? $"{Ages.Duration(minutes * 60_000L)}; where no schedule tells when data is due."
            : "Where no schedule tells when data is due. Empty: two hours.";

    protected override void OnInitialized()
    {
        provider = Common(tile => (CloudProvider?)tile.Provider);
        type = Common(tile => (WorkflowType?)tile.Type);
        if (Common(tile => tile.Settings.OtherCells) is not null)
            others = [.. Workflows[0].Cells.Skip(1)];
        account = Common(tile => tile.Settings.Account) ?? "";
        region = Common(tile => tile.Settings.Region) ?? "";
        owner = Common(tile => tile.Settings.Owner) ?? "";
        runbook = Common(tile => tile.Settings.RunbookUrl) ?? "";
        notes = Common(tile => tile.Settings.Notes) ?? "";
        freshness = Common(tile => tile.Settings.FreshnessLimitMinutes)?.ToString(CultureInfo.InvariantCulture) ?? "";
        policy = Common(tile => (RunPolicy?)RunOffer.PolicyOf(tile));
        secret = Common(tile => tile.Settings.WebhookSecret) ?? "";
        monitoring = Common(tile => (Monitoring?)(IsPaused(tile) ? Monitoring.Paused : Monitoring.On));
        if (monitoring != Monitoring.Paused)
            return;
        lastDay = Common(tile => tile.Settings.PausedUntil) is { } end ? Days.Of(end.AddTicks(-1)) : null;
        reason = Common(tile => tile.Settings.PauseReason) ?? "";
    }

    private bool IsPaused(WorkflowTile tile) => tile.Settings.PausedUntil > time.GetUtcNow().UtcDateTime;

    /// <summary>What all of them have; null also where they differ.</summary>
    private T? Common<T>(Func<WorkflowTile, T?> of) => IsMixed(of) ? default : of(Workflows[0]);

    private bool IsMixed<T>(Func<WorkflowTile, T?> of) =>
        Workflows.Skip(1).Any(tile => !EqualityComparer<T?>.Default.Equals(of(tile), of(Workflows[0])));

    private string? Mixed<T>(Func<WorkflowTile, T?> of) => IsMixed(of) ? Several : null;

    private static string Said(CloudProvider? value) => value is { } one ? Words.Of(one) : Several;

    private static string Said(WorkflowType? value) => value is { } one ? Words.Of(one) : Several;

    private static string Said(Monitoring? value) =>
        value switch
        {
            Monitoring.On => "Monitored",
            Monitoring.Paused => "Paused until a certain day",
            _ => Several,
        };

    private static string Said(RunPolicy? value) =>
        value switch
        {
            RunPolicy.Operators => "Operators",
            RunPolicy.OperatorsByName => "Operators who type its name",
            RunPolicy.Admins => "Administrators",
            RunPolicy.Never => "Nobody",
            _ => Several,
        };

    private static string OthersSaid(IReadOnlyList<string?>? chosen) => string.Join(", ", chosen ?? []);

    private void OthersChosen(IReadOnlyCollection<WorkflowCell> chosen) => (others, othersChosen) = (chosen, true);

    private async Task<object> SaveAsync(CancellationToken cancellation)
    {
        var change = Change();
        var ids = Workflows.Select(tile => tile.WorkflowId).ToList();
        return new Edited(await editor.ChangeAsync(await current.GetAsync(), ids, change, cancellation), change);
    }

    /// <summary>Only what is other than it was, so that nothing is written over in those that differ.</summary>
    private WorkflowChange Change() =>
        new(
            provider == Common(tile => (CloudProvider?)tile.Provider) ? null : provider,
            type == Common(tile => (WorkflowType?)tile.Type) ? null : type,
            othersChosen ? [.. others] : null,
            Changed(account, tile => tile.Settings.Account),
            Changed(region, tile => tile.Settings.Region),
            Changed(owner, tile => tile.Settings.Owner),
            Changed(notes, tile => tile.Settings.Notes),
            Changed(runbook, tile => tile.Settings.RunbookUrl),
            Freshness(),
            Pause(),
            offIsIntended ? true : null,
            policy == Common(tile => (RunPolicy?)RunOffer.PolicyOf(tile)) ? null : policy,
            Changed(secret, tile => tile.Settings.WebhookSecret)
        );

    private string? Changed(string now, Func<WorkflowTile, string?> of) =>
        string.Equals(now.Trim(), Common(of) ?? "", StringComparison.Ordinal) ? null : now;

    private int? Freshness()
    {
        var before = Common(tile => tile.Settings.FreshnessLimitMinutes)?.ToString(CultureInfo.InvariantCulture) ?? "";
        if (string.Equals((freshness ?? "").Trim(), before, StringComparison.Ordinal))
            return null;
        if (string.IsNullOrWhiteSpace(freshness))
            return 0;
        return
            int.TryParse(freshness, NumberStyles.Integer, CultureInfo.InvariantCulture, out var minutes) && minutes > 0
            ? minutes
            : throw RefusedException.Invalid("freshnessLimitMinutes", "Give the freshness limit in whole minutes.");
    }

    private MonitoringChange? Pause()
    {
        if (monitoring != Monitoring.Paused)
            return monitoring == Monitoring.On && Workflows.Any(IsPaused) ? new() : null;
        var until =
            Days.EndOf(lastDay) ?? throw RefusedException.Invalid("pausedUntil", "Choose the last day of the pause.");
        var isSame =
            until == Common(tile => tile.Settings.PausedUntil)
            && Changed(reason, tile => tile.Settings.PauseReason) is null;
        return isSame ? null : new(until, reason);
    }

    /// <param name="Names">Of those that are other now.</param>
    internal sealed record Edited(IReadOnlyList<string> Names, WorkflowChange Change);

    private enum Monitoring
    {
        On,
        Paused,
    }
}

using System.Text.Json.Serialization;
using DataSync.Core.Access;
using DataSync.Core.Persistence;

namespace DataSync.Core.Workflows;

/// <summary>What is to change of a workflow; what is null stays, an empty text is removed. Times are UTC.</summary>
/// <param name="Provider">The cloud it copies from. Set by hand, no guess replaces it.</param>
/// <param name="WorkflowType">What it copies. Set by hand, no guess replaces it.</param>
/// <param name="OtherCells">What it copies beside that; replaces what was there, empty removes.</param>
/// <param name="Account">The cloud account or subscription.</param>
/// <param name="Owner">Who looks after it.</param>
/// <param name="RunbookUrl">What to do when it fails, http or https.</param>
/// <param name="FreshnessLimitMinutes">How old its data may become, 5 minutes to 400 days; 0: the usual two hours.</param>
/// <param name="Monitoring">Pauses monitoring, or ends the pause.</param>
/// <param name="RunPolicy">Who may run it from here.</param>
/// <param name="WebhookSecret">Name of the secret its webhook wants, under N8n:Secrets.</param>
/// <param name="OffIsIntended">True: that it is switched off, archived or gone is intended, and no longer a finding.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WorkflowChange(
    CloudProvider? Provider = null,
    WorkflowType? WorkflowType = null,
    IReadOnlyList<WorkflowCell>? OtherCells = null,
    string? Account = null,
    string? Region = null,
    string? Owner = null,
    string? Notes = null,
    string? RunbookUrl = null,
    int? FreshnessLimitMinutes = null,
    MonitoringChange? Monitoring = null,
    bool? OffIsIntended = null,
    RunPolicy? RunPolicy = null,
    string? WebhookSecret = null
)
{
    public const int MostOtherCells = 40;
    public const int LongestNotes = 4_000;
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(400);

    private const int LeastFreshnessMinutes = 5;
    private const int MostFreshnessMinutes = 400 * 24 * 60;

    /// <exception cref="RefusedException">Something of it cannot be; names the field.</exception>
    public void Check(DateTime now)
    {
        CheckText("account", Account, StoredText.Name);
        CheckText("region", Region, StoredText.Name);
        CheckText("owner", Owner, StoredText.Name);
        CheckText("webhookSecret", WebhookSecret, StoredText.Word);
        CheckText("notes", Notes, LongestNotes);
        CheckText("runbookUrl", RunbookUrl, StoredText.Text);
        if (!string.IsNullOrWhiteSpace(RunbookUrl) && !IsWebAddress(RunbookUrl))
            throw RefusedException.Invalid(
                "runbookUrl",
                "The runbook must be an address that begins with https:// or http://."
            );
        if (
            FreshnessLimitMinutes is { } minutes
            && minutes != 0
            && minutes is < LeastFreshnessMinutes or > MostFreshnessMinutes
        )
            throw RefusedException.Invalid(
                "freshnessLimitMinutes",
                $"The freshness limit must be {LeastFreshnessMinutes} minutes to 400 days."
            );
        if (OtherCells is { Count: > MostOtherCells })
            throw RefusedException.Invalid(
                "otherCells",
                $"A workflow may cover at most {MostOtherCells} further cells."
            );
        Monitoring?.Check(now);
    }

    /// <summary>What brings back, of what this changes, how it was before. Where a pause has ended meanwhile it stays so.</summary>
    public WorkflowChange Undoing(CloudProvider provider, WorkflowType type, WorkflowSettings before, DateTime now) =>
        new(
            Provider is null ? null : provider,
            WorkflowType is null ? null : type,
            OtherCells is null ? null : [.. WorkflowSettings.Cells(provider, type, before.OtherCells).Skip(1)],
            Account is null ? null : before.Account ?? "",
            Region is null ? null : before.Region ?? "",
            Owner is null ? null : before.Owner ?? "",
            Notes is null ? null : before.Notes ?? "",
            RunbookUrl is null ? null : before.RunbookUrl ?? "",
            FreshnessLimitMinutes is null ? null : before.FreshnessLimitMinutes ?? 0,
            Monitoring is null ? null
                : before.PausedUntil > now ? new(before.PausedUntil, before.PauseReason)
                : new(),
            RunPolicy: RunPolicy is null ? null : before.RunPolicy,
            WebhookSecret: WebhookSecret is null ? null : before.WebhookSecret ?? ""
        );

    /// <summary>Changes the row; the change must have been checked.</summary>
    internal void Apply(WorkflowRegistry row)
    {
        if (Provider is not null || WorkflowType is not null)
            row.ClassifiedBy = ClassificationSource.Person;
        row.Provider = Provider ?? row.Provider;
        row.WorkflowType = WorkflowType ?? row.WorkflowType;
        var main = new WorkflowCell(row.Provider, row.WorkflowType);
        var others = OtherCells ?? [.. WorkflowSettings.Cells(row.Provider, row.WorkflowType, row.OtherCells).Skip(1)];
        row.OtherCells = WorkflowSettings.Text([.. others.Where(cell => cell != main).Distinct()]);
        row.Account = Given(Account, row.Account);
        row.Region = Given(Region, row.Region);
        row.Owner = Given(Owner, row.Owner);
        row.Notes = Given(Notes, row.Notes);
        row.RunbookUrl = Given(RunbookUrl, row.RunbookUrl);
        row.FreshnessLimitMinutes = FreshnessLimitMinutes is { } minutes
            ? minutes == 0
                ? null
                : minutes
            : row.FreshnessLimitMinutes;
        row.RunPolicy = RunPolicy ?? row.RunPolicy;
        row.WebhookSecret = Given(WebhookSecret, row.WebhookSecret);
        if (Monitoring is { } monitoring)
        {
            row.PausedUntil = monitoring.PausedUntil is { } until ? UtcTime.Truncate(until) : null;
            row.PauseReason = monitoring.PausedUntil is null ? null : monitoring.Reason!.Trim();
        }
        if (OffIsIntended == true)
            row.SwitchedOffAt = null;
    }

    private static string? Given(string? text, string? before) =>
        text is null ? before
        : text.Trim() is { Length: > 0 } trimmed ? trimmed
        : null;

    private static void CheckText(string field, string? text, int most)
    {
        if (text?.Trim().Length > most)
            throw RefusedException.Invalid(field, $"It may have at most {most:N0} characters.");
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
}

/// <param name="PausedUntil">When monitoring goes on; null: it is monitored.</param>
/// <param name="Reason">Why; needed for a pause.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MonitoringChange(DateTime? PausedUntil = null, string? Reason = null)
{
    internal void Check(DateTime now)
    {
        if (PausedUntil is not { } until)
            return;
        if (until <= now || until - now > WorkflowChange.LongestPause)
            throw RefusedException.Invalid("pausedUntil", "The pause must end in the future and within 400 days.");
        if (Reason?.Trim() is not { Length: > 0 and <= StoredText.Name })
            throw RefusedException.Invalid("reason", "Say why monitoring is paused, in up to 255 characters.");
    }
}

using System.Runtime.InteropServices;
using DataSync.Core.Persistence;

namespace DataSync.Core.Workflows;

/// <summary>A cell of the coverage: which resources of which cloud a workflow copies.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WorkflowCell(CloudProvider Provider, WorkflowType WorkflowType);

/// <summary>What people say of a workflow; everything else known of it comes from n8n. Times are UTC.</summary>
public sealed record WorkflowSettings
{
    public static readonly WorkflowSettings None = new();

    /// <summary>How old the data of a workflow may become when nobody said otherwise.</summary>
    public static readonly TimeSpan DefaultFreshness = TimeSpan.FromHours(2);

    /// <summary>Cells beyond that of its provider and type: a word of each and a slash between, newline-separated.</summary>
    public string? OtherCells { get; init; }
    public string? Account { get; init; }
    public string? Region { get; init; }
    public string? Owner { get; init; }
    public string? Notes { get; init; }

    /// <summary>An absolute address, http or https.</summary>
    public string? RunbookUrl { get; init; }

    /// <summary>Null: <see cref="DefaultFreshness"/>.</summary>
    public int? FreshnessLimitMinutes { get; init; }
    public DateTime? PausedUntil { get; init; }
    public string? PauseReason { get; init; }

    /// <summary>Null: operators, and by its name where it seems to delete.</summary>
    public RunPolicy? RunPolicy { get; init; }

    /// <summary>Name of the secret its webhook wants, under <c>N8n:Secrets</c>.</summary>
    public string? WebhookSecret { get; init; }

    public TimeSpan FreshnessLimit =>
        FreshnessLimitMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : DefaultFreshness;

    /// <summary>Account and region, as far as known; null: neither.</summary>
    public string? Scope =>
        (Account, Region) switch
        {
            (null, null) => null,
            ({ } account, { } region) => $"{account}, {region}",
            var (account, region) => account ?? region,
        };

    public static WorkflowSettings Of(WorkflowRegistry row) =>
        new()
        {
            OtherCells = row.OtherCells,
            Account = row.Account,
            Region = row.Region,
            Owner = row.Owner,
            Notes = row.Notes,
            RunbookUrl = row.RunbookUrl,
            FreshnessLimitMinutes = row.FreshnessLimitMinutes,
            PausedUntil = row.PausedUntil,
            PauseReason = row.PauseReason,
            RunPolicy = row.RunPolicy,
            WebhookSecret = row.WebhookSecret,
        };

    /// <summary>All cells, the main one first.</summary>
    public static IReadOnlyList<WorkflowCell> Cells(CloudProvider provider, WorkflowType type, string? others) =>
        others is null
            ? [new(provider, type)]
            : [new(provider, type), .. others.Split('\n').Select(Cell).OfType<WorkflowCell>()];

    internal static string? Text(IReadOnlyCollection<WorkflowCell> cells) =>
        cells.Count == 0
            ? null
            : string.Join(
                '\n',
                cells.Select(cell => $"{EnumWords.Of(cell.Provider)}/{EnumWords.Of(cell.WorkflowType)}")
            );

    private static WorkflowCell? Cell(string text) =>
        text.Split('/') is [var cloud, var kind]
        && EnumWords.TryParse<CloudProvider>(cloud, out var provider)
        && EnumWords.TryParse<WorkflowType>(kind, out var type)
            ? new(provider, type)
            : null;
}

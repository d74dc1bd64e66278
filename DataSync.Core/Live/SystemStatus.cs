using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Live;

/// <summary>Whether what is on the screen can be believed, and since when.</summary>
/// <param name="N8nMessage">What the last failing request said, fit for a page.</param>
/// <param name="KnownUntil">Start of the last complete pass: the time the picture is true for.</param>
/// <param name="PassStartedAt">Set while a pass runs.</param>
/// <param name="RefreshAllowedAt">When the budget lets a person ask again; null: now.</param>
/// <param name="QuarantinedRows">Rows n8n sent that could not be stored.</param>
/// <param name="Loaded">The stored picture has been read; before that an empty grid means nothing.</param>
/// <param name="Notice">What happened to n8n that the reader of the page should know, a sentence; null: nothing.</param>
public sealed record SystemStatus(
    N8nCondition N8n,
    string? N8nMessage,
    DateTime? N8nConditionSince,
    string? N8nVersion,
    DatabaseCondition Database,
    string? DatabaseMessage,
    DateTime? KnownUntil,
    DateTime? PassStartedAt,
    DateTime? NextPassAt,
    DateTime? LastFullPassAt,
    DateTime? RefreshAllowedAt,
    BackfillProgress? Backfill,
    int QuarantinedRows,
    bool Loaded = false,
    string? Notice = null
)
{
    /// <summary>Why passes do not come to an end although n8n answers, in sentences; null: they do.</summary>
    public string? PassProblem { get; init; }

    /// <summary>Since when nobody sees what happens although somebody should; null: the picture is as current as planned.</summary>
    public DateTime? UnobservedSince { get; init; }

    /// <summary>Set when the observed runs contradict <c>N8n:TimeZone</c> and agree on another zone.</summary>
    public ZoneHint? ZoneHint { get; init; }

    public static readonly SystemStatus Starting = new(
        N8nCondition.Unknown,
        null,
        null,
        null,
        DatabaseCondition.Connecting,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0
    );
}

/// <param name="Fitting">IANA name of the zone the runs fit.</param>
/// <param name="Configured">What <c>N8n:TimeZone</c> says.</param>
public sealed record ZoneHint(string Fitting, string Configured);

/// <summary>How far the history of n8n has been read back.</summary>
/// <param name="Stored">Executions stored so far.</param>
/// <param name="ReadBackTo">Start of the oldest one read; reading goes from new to old.</param>
/// <param name="DetailsPending">Finished executions whose digest has not been read yet.</param>
public sealed record BackfillProgress(int Stored, DateTime? ReadBackTo, int DetailsPending, bool Reading);

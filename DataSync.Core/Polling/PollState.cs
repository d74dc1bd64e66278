using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Core.Polling;

/// <summary>
/// How far n8n has been read. Every numeric id up to <see cref="Floor"/> is stored as finished, stored as open, known to
/// be absent, or in a gap. Lives in the checkpoint row, changes only in the transaction that stores what it speaks of.
/// </summary>
public sealed record PollState
{
    public long? Floor { get; init; }

    /// <summary>
    /// What started up to here is stored; UTC by n8n's clock. It does for ids that are not numbers what the floor does.
    /// </summary>
    public DateTime? SettledStart { get; init; }

    /// <summary>The latest start n8n has shown.</summary>
    public DateTime? NewestStart { get; init; }

    /// <summary>When to ask for open executions that no list shows. Which ones are open is in their rows.</summary>
    public ImmutableArray<OpenExecution> Open { get; init; } = [];

    /// <summary>Unlisted ids that may still turn up, ascending and disjoint.</summary>
    public ImmutableArray<Gap> Gaps { get; init; } = [];

    /// <summary>History still to be read, oldest wish last.</summary>
    public ImmutableArray<Stretch> Stretches { get; init; } = [];

    /// <summary>The starts of which some may not have been read; null: all have. What is read again is none of it.</summary>
    [JsonIgnore]
    public UnreadStarts? Unread
    {
        get
        {
            var unread = Stretches.Where(one => one.Since is null || one.ReadBackTo > one.Since).ToList();
            return unread.Count == 0 ? null : new(unread[^1].Since, unread[0].ReadBackTo ?? DateTime.MaxValue);
        }
    }

    /// <summary>Complete passes so far.</summary>
    public long Passes { get; init; }

    /// <summary>When everything n8n has was last set to be read again.</summary>
    public DateTime? SweptAt { get; init; }

    /// <summary>Something was left unread in a way only reading everything again settles.</summary>
    public bool SweepWanted { get; init; }

    public int LastStretchId { get; init; }

    /// <summary>Why this life of n8n is told from the one before; null in the first.</summary>
    public GenerationBegan? GenerationBegan { get; init; }

    public static PollState Read(Checkpoint checkpoint) =>
        checkpoint.PollState is { } json ? JsonSerializer.Deserialize<PollState>(json, Json)! : new PollState();

    public void Write(Checkpoint checkpoint) => checkpoint.PollState = JsonSerializer.Serialize(this, Json);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}

/// <param name="Waiting">Last seen as waiting, so only the list of waiting ones can show it.</param>
/// <param name="Misses">Times it was asked for singly and was still open.</param>
/// <param name="AskAgainAt">Not asked singly before this time, UTC.</param>
public sealed record OpenExecution(string Id, bool Waiting, int Misses = 0, DateTime? AskAgainAt = null);

/// <summary>Ids <paramref name="From"/> to <paramref name="To"/>, both included, that no list has shown.</summary>
/// <param name="AskAt">Passes read down to it until then; from then on its ids are asked for singly. UTC.</param>
public sealed record Gap(long From, long To, DateTime AskAt);

/// <summary>A part of n8n's list to be read at the lowest priority, newest first.</summary>
/// <param name="Cursor">n8n's own cursor of the next page; null: from the newest.</param>
/// <param name="Until">Read down to this id; null: to the end.</param>
/// <param name="ReadBackTo">Start of the oldest execution read in it, UTC.</param>
/// <param name="UntilStart">Read down to this start, where ids are not numbers; null: to the end.</param>
/// <param name="Since">What started up to here had been read before, UTC; null: nothing had.</param>
public sealed record Stretch(
    int Id,
    string? Cursor,
    long? Until,
    DateTime? ReadBackTo = null,
    DateTime? UntilStart = null,
    DateTime? Since = null
);

/// <param name="Reason">One sentence, fit for a page.</param>
public sealed record GenerationBegan(DateTime At, string Reason);

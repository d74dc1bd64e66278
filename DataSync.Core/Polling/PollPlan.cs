using System.Collections.Immutable;
using DataSync.Core.N8n;

namespace DataSync.Core.Polling;

/// <summary>
/// Decides what a pass has to read and what is settled by what it read. Pure: values in, values out. A plain "newest
/// id seen" would lose executions that run long or that start between two of our requests, hence floor and gaps.
/// </summary>
public static class PollPlan
{
    /// <summary>An id that nothing shows this long after a higher one appeared is asked for singly.</summary>
    public static readonly TimeSpan GapAge = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan SweepInterval = TimeSpan.FromHours(24);

    private const int MostGaps = 500;

    /// <summary>Single questions kept in mind; the daily sweep finds what is beyond.</summary>
    private const int MostUnlisted = 200;

    /// <summary>Ids below the end of n8n's list that may be queued; further down they were pruned long ago.</summary>
    private const int BelowTheEnd = 20;

    /// <summary>Starts are stamped by several processes of n8n.</summary>
    private static readonly TimeSpan StartSlack = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstAskAgain = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestAskAgain = TimeSpan.FromMinutes(15);

    /// <summary>Whether this pass asks for waiting executions: every third, and whenever it settles something.</summary>
    public static bool AskWaiting(PollState state, PassReading reading) =>
        state.Passes % 3 == 0
        || !Reached(state, reading)
        || state.Open.Any(one => !one.Waiting && one.Misses == 0 && !reading.Listed(one.Id));

    /// <summary>What the next live passes cost while n8n is steady, for the budget to keep free.</summary>
    public static IReadOnlyList<int> SteadyCosts(long passes) =>
        [.. Enumerable.Range(0, 3).Select(next => (passes + next) % 3 == 0 ? 3 : 2)];

    /// <summary>Whether the unfiltered pages read so far reach what is settled.</summary>
    public static bool Reached(PollState state, PassReading reading) =>
        reading.NextCursor is null
        || (
            reading.Lowest is { } lowest
                ? state.Floor is not null && lowest <= Bottom(state, reading.StartedAt) + 1
                : reading.LowestStart < UntilStart(state)
        );

    /// <summary>The open ones are those of our rows; what is known of asking for them goes on.</summary>
    public static PollState Track(PollState state, IEnumerable<OpenExecution> rows)
    {
        var known = state.Open.ToDictionary(one => one.Id, StringComparer.Ordinal);
        return state with
        {
            Open =
            [
                .. rows.Select(row =>
                    known.TryGetValue(row.Id, out var one) ? one with { Waiting = row.Waiting } : row
                ),
            ],
        };
    }

    /// <summary>
    /// Open ones no list of this pass shows: each is asked for singly, when it is its time, those first that are due for
    /// longest, or rare passes would never come to the last.
    /// </summary>
    public static IEnumerable<OpenExecution> Unlisted(PollState state, PassReading reading, DateTime now) =>
        state
            .Open.Where(one =>
                !reading.Listed(one.Id)
                && (reading.AskedWaiting || !one.Waiting)
                && (one.AskAgainAt is not { } again || again <= now)
            )
            .OrderBy(one => one.AskAgainAt ?? DateTime.MinValue);

    /// <summary>Still open although no list shows it: asked again after 20 s, then ever later up to 15 min.</summary>
    public static OpenExecution AskLater(OpenExecution one, bool waiting, DateTime now)
    {
        var wait = FirstAskAgain * Math.Pow(2, Math.Min(one.Misses, 10));
        return one with
        {
            Waiting = waiting,
            Misses = one.Misses + 1,
            AskAgainAt = now + (wait < LongestAskAgain ? wait : LongestAskAgain),
        };
    }

    /// <summary>The state after a pass in which every request was answered.</summary>
    /// <param name="knownUntil">Start of the complete pass before; null: this is the first.</param>
    public static PollState Complete(PollState state, PassReading reading, DateTime? knownUntil)
    {
        var now = reading.StartedAt;
        var newest = Newest(reading);
        var unread = !Reached(state, reading);
        // Below the pages read nothing is known yet: a stretch reads it, and what that does not show is asked for singly.
        var covered = reading.NextCursor is null ? 0 : reading.Lowest ?? long.MaxValue;
        var gaps = state
            .Gaps.Select(gap => unread && gap.From < covered && gap.AskAt > now ? gap with { AskAt = now } : gap)
            .ToList();
        var from = (state.Floor ?? 0) + 1;
        if (newest is { } top && from <= top)
        {
            if (unread && from < covered)
                gaps.Add(new Gap(from, Math.Min(covered - 1, top), now));
            if (!unread || covered <= top)
                gaps.Add(new Gap(unread ? Math.Max(from, covered) : from, top, now + GapAge));
        }
        var next = state with
        {
            Passes = state.Passes + 1,
            Floor = newest is { } high ? Math.Max(high, state.Floor ?? 0) : state.Floor,
            SettledStart = PassReading.Later(state.SettledStart, reading.SettledStart),
            NewestStart = PassReading.Later(state.NewestStart, reading.NewestStart),
            Open = StillOpen(state, reading),
        };
        if (unread)
        {
            var id = next.LastStretchId + 1;
            var stretch = new Stretch(
                id,
                reading.NextCursor,
                state.Floor is null ? null : Bottom(state, now),
                reading.LowestStart ?? now,
                UntilStart(state),
                knownUntil
            );
            next = next with { LastStretchId = id, Stretches = next.Stretches.Insert(0, stretch) };
        }
        return next.WithGaps(Without(gaps, reading), reading).Sweep(now);
    }

    /// <summary>The state after one page of a stretch; a page read twice changes nothing the second time.</summary>
    public static PollState Advance(PollState state, Stretch stretch, N8nExecutionPage page)
    {
        var index = state.Stretches.IndexOf(stretch);
        if (index < 0)
            return state;
        var reading = new PassReading(default);
        reading.SawPage(page);
        var done =
            page.NextCursor is null
            || (stretch.Until is { } until && reading.Lowest is { } lowest && lowest <= until + 1)
            || reading.LowestStart < stretch.UntilStart;
        var next = state with
        {
            Stretches = done
                ? state.Stretches.RemoveAt(index)
                : state.Stretches.SetItem(
                    index,
                    stretch with
                    {
                        Cursor = page.NextCursor,
                        ReadBackTo = reading.LowestStart ?? stretch.ReadBackTo,
                    }
                ),
        };
        return next.WithGaps(Without(state.Gaps, reading), reading);
    }

    /// <summary>The next id to ask for singly, once there is no history left that could list it.</summary>
    public static long? NextToAsk(PollState state, DateTime now) =>
        state.Stretches.IsEmpty ? state.Gaps.LastOrDefault(gap => gap.AskAt <= now)?.To : null;

    /// <summary>The id behind the newest known; null where ids are not numbers.</summary>
    public static long? NextId(PollState state, PassReading reading) =>
        Newest(reading) is { } newest ? Math.Max(newest, state.Floor ?? 0) + 1
        : reading.LowestStart is null ? (state.Floor ?? 0) + 1
        : null;

    /// <summary>A single answer, or n8n's word that it has no such execution, settled it.</summary>
    public static PollState Settle(PollState state, long id)
    {
        var reading = new PassReading(default);
        reading.SawClosed($"{id}");
        return state with { Gaps = [.. Without(state.Gaps, reading)] };
    }

    /// <summary>The state after n8n could not answer for an unlisted id: it is asked for again from then on.</summary>
    public static PollState Postpone(PollState state, long id, DateTime askAt)
    {
        if (!state.Gaps.Any(gap => gap.From <= id && id <= gap.To))
            return state;
        var others = Settle(state, id).Gaps;
        return state with { Gaps = [.. others.Add(new Gap(id, id, askAt)).OrderBy(gap => gap.From)] };
    }

    /// <summary>Why these executions, unknown to us, cannot be of the n8n that was read; null: nothing speaks against it.</summary>
    public static string? Contradiction(PollState state, IEnumerable<N8nExecution> unknown)
    {
        var strange = unknown.FirstOrDefault(sent =>
            PassReading.Number(sent.Id) is { } id
            && id <= state.Floor
            && sent.StartedAt > state.NewestStart
            && !state.Gaps.Any(gap => gap.From <= id && id <= gap.To)
        );
        return strange is null
            ? null
            : $"n8n gave the number {strange.Id}, long passed, to an execution that started now";
    }

    private static PollState Sweep(this PollState state, DateTime now)
    {
        if (state.SweptAt is null)
            return state with { SweptAt = now };
        // Behind what is nearer: where every pass leaves something unread, it must come to its turn all the same.
        var due = state.SweepWanted || now - state.SweptAt >= SweepInterval;
        if (!due || state.Stretches.Any(stretch => stretch is { Until: null, UntilStart: null }))
            return state;
        var id = state.LastStretchId + 1;
        return state with
        {
            SweptAt = now,
            SweepWanted = false,
            LastStretchId = id,
            Stretches = state.Stretches.Add(new Stretch(id, null, null, Since: now)),
        };
    }

    private static PollState WithGaps(this PollState state, IEnumerable<Gap> gaps, PassReading reading)
    {
        if (reading.NextCursor is null)
        {
            var end = Math.Max(1, (Lowest(reading) ?? 1) - BelowTheEnd);
            gaps = gaps.Where(gap => gap.To >= end).Select(gap => gap.From < end ? gap with { From = end } : gap);
        }
        var left = gaps.ToImmutableArray();
        var most = left.Length <= MostGaps ? left : left[^MostGaps..];
        if (state.Stretches.IsEmpty)
            most = Newest(most, MostUnlisted);
        return state with { Gaps = most, SweepWanted = state.SweepWanted || left.Length > MostGaps };
    }

    private static ImmutableArray<Gap> Newest(ImmutableArray<Gap> gaps, long ids)
    {
        var kept = new Stack<Gap>();
        for (var i = gaps.Length - 1; i >= 0 && ids > 0; i--)
        {
            var gap = gaps[i] with { From = Math.Max(gaps[i].From, gaps[i].To - ids + 1) };
            ids -= gap.To - gap.From + 1;
            kept.Push(gap);
        }
        return [.. kept];
    }

    /// <summary>Ids up to here need no more paging: below the floor and below the lowest young gap.</summary>
    private static long Bottom(PollState state, DateTime now) =>
        Math.Min(state.Floor ?? 0, state.Gaps.FirstOrDefault(gap => gap.AskAt > now)?.From - 1 ?? long.MaxValue);

    private static DateTime? UntilStart(PollState state) => state.SettledStart - StartSlack;

    private static IEnumerable<long> Numbers(PassReading reading) =>
        reading.Open.Keys.Concat(reading.Closed).Select(PassReading.Number).OfType<long>();

    private static long? Newest(PassReading reading) => Numbers(reading).Select(id => (long?)id).Max();

    private static long? Lowest(PassReading reading) => Numbers(reading).Select(id => (long?)id).Min();

    private static ImmutableArray<OpenExecution> StillOpen(PollState state, PassReading reading)
    {
        var open = reading.Open.Select(one => new OpenExecution(one.Key, one.Value));
        var unlisted = state
            .Open.Where(one => !reading.Listed(one.Id))
            .Select(one => reading.AskedSingly.TryGetValue(one.Id, out var later) ? later : one);
        return [.. open, .. unlisted];
    }

    private static IEnumerable<Gap> Without(IEnumerable<Gap> gaps, PassReading reading)
    {
        var listed = Numbers(reading).Order().ToArray();
        foreach (var gap in gaps.OrderBy(gap => gap.From))
        {
            var from = gap.From;
            var start = Array.BinarySearch(listed, from);
            for (var i = start < 0 ? ~start : start; i < listed.Length && listed[i] <= gap.To; i++)
            {
                if (listed[i] > from)
                    yield return gap with
                    {
                        From = from,
                        To = listed[i] - 1,
                    };
                from = listed[i] + 1;
            }
            if (from <= gap.To)
                yield return gap with
                {
                    From = from,
                };
        }
    }
}

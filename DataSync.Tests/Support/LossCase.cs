using CsCheck;

namespace DataSync.Tests.Support;

/// <summary>What n8n does between two of our requests.</summary>
public enum Change
{
    Start,
    Queue,
    Finish,
    FinishUnsaved,
    Wait,
    Resume,
    Retry,
    Prune,
    BackUp,
    Restore,
    Rebuild,
    DeleteNewest,
}

/// <summary>What becomes of one of our requests.</summary>
public enum Fate
{
    Answered,
    Down,
    ServerError,
    Html,
    Truncated,
    Unauthorised,
    Killed,
}

/// <summary>What we do.</summary>
public enum Look
{
    Live,
    Full,
    History,
    Details,
    Restart,
}

/// <param name="Which">Chooses among the executions it can happen to, newest first.</param>
public sealed record ChangeOf(Change What, int Which)
{
    public override string ToString() => $"{What}{Which}";
}

/// <summary>One of our requests: what n8n does just before it, and how it ends.</summary>
public sealed record Asked(ChangeOf[] Before, Fate Fate)
{
    public override string ToString() =>
        $"[{string.Join(' ', Before.AsEnumerable())}{(Fate == Fate.Answered ? "" : $" {Fate}!")}]";
}

/// <summary>Time passes, n8n does <paramref name="Before"/>, then we look; requests beyond those given are answered.</summary>
public sealed record LossStep(int Seconds, ChangeOf[] Before, Look Look, Asked[] Requests)
{
    public override string ToString() =>
        $"+{Seconds}s {string.Join(' ', Before.AsEnumerable())} {Look}{string.Concat(Requests.AsEnumerable())}";
}

/// <summary>One random life of an n8n and of ours beside it.</summary>
public sealed record LossCase(TestN8nLine Line, bool Uuids, int MostRows, LossStep[] Steps)
{
    /// <summary>How often n8n is rebuilt or restored within one look of ours.</summary>
    public int MostNewLives =>
        Steps
            .Select(step =>
                step.Before.Concat(step.Requests.SelectMany(one => one.Before))
                    .Count(one => one.What is Change.Rebuild or Change.Restore)
            )
            .DefaultIfEmpty()
            .Max();

    public override string ToString() =>
        $"{Line}{(Uuids ? " uuids" : "")} rows={MostRows}\n  {string.Join("\n  ", Steps.AsEnumerable())}";
}

/// <summary>How lives are made up.</summary>
public static class LossCases
{
    private static readonly (int, Change)[] Mild =
    [
        (10, Change.Start),
        (3, Change.Queue),
        (10, Change.Finish),
        (2, Change.FinishUnsaved),
        (2, Change.Retry),
    ];

    private static readonly (int, Change)[] Flips = [(3, Change.Wait), (3, Change.Resume)];

    private static readonly (int, Change)[] Harsh =
    [
        (2, Change.Prune),
        (1, Change.DeleteNewest),
        (1, Change.BackUp),
        (1, Change.Restore),
        (1, Change.Rebuild),
    ];

    /// <summary>Everything that can happen.</summary>
    public static Gen<LossCase> Any(TestN8nLine line, bool uuids) =>
        Cases(line, uuids, [.. Mild, .. Flips, .. Harsh], [.. Mild, .. Flips, .. Harsh], troubles: true);

    /// <summary>
    /// Nothing that leaves only the daily reading of everything to find it: no trouble, nothing deleted, no new life.
    /// Waits begin and end between our passes.
    /// </summary>
    public static Gen<LossCase> Orderly(TestN8nLine line, bool uuids) =>
        Cases(line, uuids, [.. Mild, .. Flips], Mild, troubles: false);

    private static Gen<LossCase> Cases(
        TestN8nLine line,
        bool uuids,
        (int, Change)[] between,
        (int, Change)[] inside,
        bool troubles
    )
    {
        var fate = troubles
            ? Gen.Frequency(
                (60, Fate.Answered),
                (1, Fate.Down),
                (1, Fate.ServerError),
                (1, Fate.Html),
                (1, Fate.Truncated),
                (1, Fate.Unauthorised),
                (3, Fate.Killed)
            )
            : Gen.Const(Fate.Answered);
        var look = Gen.Frequency(
            (10, Look.Live),
            (3, Look.Full),
            (4, Look.History),
            (1, Look.Details),
            (1, Look.Restart)
        );
        var asked = Gen.Select(Changes(inside)[0, 3], fate, (before, end) => new Asked(before, end));
        var step = Gen.Select(
            Gen.Int[1, 90],
            Changes(between)[0, 8],
            look,
            asked.Array[0, 5],
            (seconds, before, what, requests) => new LossStep(seconds, before, what, requests)
        );
        return Gen.Select(Gen.Int[2, 8], step.Array[1, 14], (rows, steps) => new LossCase(line, uuids, rows, steps));
    }

    private static GenArray<ChangeOf> Changes((int, Change)[] of) =>
        Gen.Select(Gen.Frequency(of), Gen.Int[0, 9], (what, which) => new ChangeOf(what, which)).Array;
}

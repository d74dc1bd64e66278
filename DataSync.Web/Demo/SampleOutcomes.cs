namespace DataSync.Web.Demo;

/// <summary>Decides how a run of a workflow turns out, from its character, the hour, and chance.</summary>
internal static class SampleOutcomes
{
    public static SampleRun Decide(
        SampleWorkflow workflow,
        long id,
        string mode,
        DateTime startedAt,
        DateTime opened,
        Random random
    )
    {
        // Always the same number of draws, so that one character's branch does not shift the next run's chance.
        var chance = random.NextDouble();
        var spread = Normal(random);
        var countSpread = Normal(random);
        var rare = random.NextDouble();
        var ago = opened - startedAt;

        var outcome = Outcome(workflow.Character, ago, chance, mode);
        var seconds = workflow.UsualSeconds.GetValueOrDefault(12) * Math.Exp(0.28 * spread) * Daytime(startedAt, 0.35);
        var updated = (int)
            Math.Round(
                workflow.UsualUpdated.GetValueOrDefault(18) * Math.Exp(0.22 * countSpread) * Daytime(startedAt, 0.25)
            );
        var counts = new SampleCounts((int)(updated * 0.3 * rare * rare), updated, rare > 0.93 ? 1 : 0);

        switch (workflow.Character)
        {
            case SampleCharacter.SuspiciouslyEmpty when ago <= TimeSpan.FromHours(4):
                (counts, seconds) = (default, seconds * 0.2);
                break;
            case SampleCharacter.LongRunning when IsOpenAtStart(ago) || (ago < TimeSpan.Zero && chance < 0.3):
                seconds = 25 * 60;
                outcome = SampleOutcome.Success;
                break;
            case SampleCharacter.Steady when outcome == SampleOutcome.Canceled:
                seconds *= 3;
                break;
        }
        if (outcome is SampleOutcome.CredentialExpired or SampleOutcome.AccessDenied)
            (seconds, counts) = (0.4 + chance, default);
        if (outcome is SampleOutcome.Throttled or SampleOutcome.CodeError)
            (seconds, counts) = (seconds * 0.6, default);
        if (workflow.Seconds is { } range)
            seconds = Math.Clamp(seconds, range.Min, range.Max);

        var run = new SampleRun(id, workflow, mode, startedAt, At(startedAt, seconds), outcome, counts);
        return
            workflow.Character == SampleCharacter.Waiting && ago > TimeSpan.FromDays(3) && ago <= TimeSpan.FromDays(4)
            ? run with
            {
                Outcome = SampleOutcome.Success,
                WaitsFrom = At(startedAt, 2.2),
                WaitTill = At(startedAt, 2.2).AddDays(7),
                EndsAt = At(startedAt, 4 + seconds).AddDays(7),
            }
            : run;
    }

    /// <summary>The run that is open when the demo opens began within this time before.</summary>
    private static bool IsOpenAtStart(TimeSpan ago) => ago >= TimeSpan.Zero && ago < TimeSpan.FromMinutes(15);

    private static SampleOutcome Outcome(SampleCharacter character, TimeSpan ago, double chance, string mode) =>
        character switch
        {
            // Somebody tries again once the reason is gone.
            _ when mode is "retry" => SampleOutcome.Success,
            SampleCharacter.ExpiredCredential when ago <= TimeSpan.FromHours(7) => SampleOutcome.CredentialExpired,
            SampleCharacter.AccessDenied when ago <= TimeSpan.FromHours(26) => SampleOutcome.AccessDenied,
            SampleCharacter.BrokenCode when ago <= TimeSpan.FromHours(50) => SampleOutcome.CodeError,
            SampleCharacter.Flapping when chance < 0.35 => SampleOutcome.Throttled,
            SampleCharacter.SkipsFailures when chance < 0.6 => SampleOutcome.SuccessWithFailedNode,
            // Rare hiccups, out of the way of what the other characters are there to show.
            _ when chance is > 0.70 and < 0.706 => SampleOutcome.Throttled,
            _ when chance is > 0.80 and < 0.803 => SampleOutcome.Canceled,
            _ when chance is > 0.90 and < 0.9015 => SampleOutcome.Crashed,
            _ => SampleOutcome.Success,
        };

    /// <summary>Slower and busier by day than by night.</summary>
    private static double Daytime(DateTime time, double share) =>
        1 + share * Math.Sin((time.TimeOfDay.TotalHours - 8) / 24 * 2 * Math.PI);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static DateTime At(DateTime start, double seconds) =>
        start.AddMilliseconds(Math.Max(3, Math.Round(seconds * 1000)));
}

namespace DataSync.Web.Verbs;

internal enum CheckState
{
    Ok,

    /// <summary>Not set, and not needed.</summary>
    Off,

    /// <summary>It works, but somebody should look at it.</summary>
    Warning,
    Failed,
}

/// <summary>What came of checking one thing. Fit for a log: no secret is in it.</summary>
/// <param name="Remedy">What to do; null: nothing.</param>
internal sealed record CheckResult(CheckState State, string Subject, string Finding, string? Remedy = null)
{
    public void Write(TextWriter output)
    {
        output.WriteLine($"{State.ToString().ToLowerInvariant(), -8} {Subject, -9} {Finding}");
        if (Remedy is not null)
            output.WriteLine($"{"", -18} {Remedy}");
    }
}

using Microsoft.Extensions.Options;

namespace DataSync.Core.Retention;

/// <summary>
/// Section <c>Retention</c>: how long what is kept, in whole days of the site's zone. Roll-ups by the day, and times in which
/// nobody looked, are kept for ever.
/// </summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Of their start; the roll-ups by the hour, too.</summary>
    public TimeSpan Executions { get; set; } = TimeSpan.FromDays(400);

    /// <summary>What their nodes did; of their start. Counts and errors stay with the execution.</summary>
    public TimeSpan ExecutionData { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Of their end; open ones stay.</summary>
    public TimeSpan Incidents { get; set; } = ThreeYears;

    /// <summary>Messages and whom they reached.</summary>
    public TimeSpan Deliveries { get; set; } = ThreeYears;

    /// <summary>Reports, and what they tell of beside runs: what happened to workflows, what was asked for here.</summary>
    public TimeSpan Reports { get; set; } = ThreeYears;

    public TimeSpan Audit { get; set; } = ThreeYears;

    private static readonly TimeSpan ThreeYears = TimeSpan.FromDays(1_096);

    /// <summary>Each with its key.</summary>
    internal IReadOnlyList<(string Key, TimeSpan Kept)> All =>
        [
            ($"{Section}:{nameof(Executions)}", Executions),
            ($"{Section}:{nameof(ExecutionData)}", ExecutionData),
            ($"{Section}:{nameof(Incidents)}", Incidents),
            ($"{Section}:{nameof(Deliveries)}", Deliveries),
            ($"{Section}:{nameof(Reports)}", Reports),
            ($"{Section}:{nameof(Audit)}", Audit),
        ];
}

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var errors = options
            .All.Where(one => one.Kept < Shortest || one.Kept > Longest || one.Kept.Ticks % TimeSpan.TicksPerDay != 0)
            .Select(one =>
                $"{one.Key} must be whole days, {Shortest.Days} to {Longest.Days}: 400 is four hundred days."
            )
            .ToList();
        if (options.ExecutionData > options.Executions)
            errors.Add(
                "Retention:ExecutionData must not be longer than Retention:Executions: what nodes did goes with its execution."
            );
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

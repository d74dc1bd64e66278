using Microsoft.Extensions.Logging;

namespace DataSync.Web.Demo;

/// <summary>What the sample n8n holds. The same values and start time give the same history.</summary>
public sealed record SampleN8nOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>The first 40 are drawn by hand, with a character each; the rest are regional copies of the steady ones.</summary>
    public int WorkflowCount { get; init; } = 40;

    /// <summary>How far back runs exist; like n8n's own default no more than 336 h and 10,000 finished ones are kept.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Above it, over any 60 s, the answer is 429. Health checks are free.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Where an error of the server itself is logged; null: nowhere.</summary>
    public ILoggerFactory? Loggers { get; init; }
}

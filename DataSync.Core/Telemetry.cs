using System.Diagnostics;

namespace DataSync.Core;

/// <summary>The name metrics and traces leave the program under, and the one way to trace.</summary>
public static class Telemetry
{
    public const string Name = "DataSync";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>A span around some work; null to the work where nobody listens. Spans tell no secret and no payload.</summary>
    public static async Task<T> TraceAsync<T>(
        string name,
        Func<Activity?, Task<T>> work,
        ActivityKind kind = ActivityKind.Internal
    )
    {
        using var span = Source.StartActivity(name, kind);
        try
        {
            return await work(span);
        }
        catch (Exception failure)
        {
            // Its kind alone: messages of others may quote what was sent.
            span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            throw;
        }
    }

    public static Task TraceAsync(string name, Func<Activity?, Task> work, ActivityKind kind = ActivityKind.Internal) =>
        TraceAsync(
            name,
            async span =>
            {
                await work(span);
                return 0;
            },
            kind
        );
}

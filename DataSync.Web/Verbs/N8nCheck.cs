using DataSync.Core.N8n;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

internal static class N8nCheck
{
    private const string Subject = "n8n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Retrying, stopping, and having n8n tell of failures itself; all of it may be left out.</summary>
    private static readonly string[] ToAct =
    [
        "execution:retry",
        "execution:stop",
        "workflow:create",
        "workflow:update",
        "workflow:activate",
        "workflow:deactivate",
        "workflow:delete",
    ];
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <param name="mayAsk">False: what counts the requests is not there, so only what is free is asked.</param>
    public static async Task<CheckResult> RunAsync(
        IServiceProvider services,
        bool mayAsk,
        CancellationToken cancellation
    )
    {
        var options = services.GetRequiredService<IOptions<N8nOptions>>().Value;
        if (!options.IsConfigured)
            return Trouble(N8nCondition.NotConfigured, null);
        if (!mayAsk)
            return await IsAliveAsync(services, cancellation);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(Patience);
        try
        {
            var findings = await services.GetRequiredService<N8nInspector>().InspectAsync(enough.Token);
            return Judge(findings, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        }
        catch (N8nException failure)
        {
            return Trouble(failure.Condition, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(
                CheckState.Warning,
                Subject,
                $"The {options.RequestsPerMinute} requests of this minute are used up, so n8n was not asked.",
                "Try again in a minute."
            );
        }
    }

    private static async Task<CheckResult> IsAliveAsync(IServiceProvider services, CancellationToken cancellation) =>
        await services.GetRequiredService<N8nClient>().IsAliveAsync(cancellation)
            ? new(
                CheckState.Warning,
                Subject,
                "n8n answers; its key was not tried, because the database that counts the requests is not ready.",
                "Check again when the database is."
            )
            : Trouble(N8nCondition.Unreachable, null);

    private static CheckResult Judge(N8nFindings found, DateTime now)
    {
        var about = $"n8n answers; version {found.Version}";
        if (found.Missing.Count > 0)
            return new(
                CheckState.Failed,
                Subject,
                $"{about}. The key lacks {string.Join(", ", found.Missing)}.",
                N8nConditionText.Of(N8nCondition.ForbiddenScope).Remedy
            );
        about += "; the key may read all that is needed.";
        if (
            found.Granted is { } granted
            && ToAct.Except(granted, StringComparer.Ordinal).ToList() is { Count: > 0 } lacks
        )
            about += $" For all that DataSync can do in n8n it lacks {string.Join(", ", lacks)}.";
        if (found.KeyExpiresAt - now < Soon)
            return new(
                CheckState.Warning,
                Subject,
                $"{about} It runs out on {found.KeyExpiresAt:yyyy-MM-dd HH:mm} UTC.",
                "Create another one in n8n under Settings, n8n API, set N8n:ApiKey and start DataSync again."
            );
        return found.McpProblem is { } problem
            ? new(CheckState.Warning, Subject, $"{about} Its MCP server cannot be used.", problem)
            : new(CheckState.Ok, Subject, about);
    }

    private static CheckResult Trouble(N8nCondition condition, string? message)
    {
        var text = N8nConditionText.Of(condition);
        return new(CheckState.Failed, Subject, message ?? $"{text.Title}.", text.Remedy);
    }
}

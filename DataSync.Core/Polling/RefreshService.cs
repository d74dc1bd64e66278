using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Polling;

/// <summary>That somebody was heard.</summary>
/// <param name="NextAllowedAt">When the request budget lets n8n be asked, UTC; null: at once.</param>
public sealed record RefreshAnswer(DateTime? NextAllowedAt);

/// <summary>Has n8n looked at sooner. However often it is asked, what comes before the next pass is one pass. Thread-safe.</summary>
public sealed class RefreshService(
    RefreshRequests requests,
    AccessDirectory access,
    RequestBudget budget,
    LiveBoard board,
    IOptions<N8nOptions> n8n,
    TimeProvider time
)
{
    /// <exception cref="RefusedException">The actor may not, or n8n is not set up.</exception>
    public RefreshAnswer Ask(Actor actor)
    {
        access.Demand(actor, Role.Operator);
        if (!n8n.Value.IsConfigured)
        {
            var text = N8nConditionText.Of(N8nCondition.NotConfigured);
            throw RefusedException.Conflict($"{text.Title}. {text.Remedy}");
        }
        requests.Request(all: true);
        // The board knows how long n8n wishes to be left alone, the budget what was asked in the last second.
        var allowed = Later(board.Current.System.RefreshAllowedAt, budget.Status.PersonAllowedAt);
        return new(allowed > time.GetUtcNow().UtcDateTime ? allowed : null);
    }

    /// <summary>n8n says that a run failed. What happened is then read from n8n, so that nothing depends on the hint being true.</summary>
    /// <param name="failures">What failed, as far as n8n tells it.</param>
    /// <exception cref="RefusedException">The actor may not.</exception>
    public void Hint(Actor actor, IReadOnlyCollection<N8nFailure> failures)
    {
        access.DemandRelay(actor);
        // Where n8n was last found away, a pass finds out whether it is back.
        if (board.Current.System.N8n == N8nCondition.Ok)
            requests.Fail(failures);
        else
            requests.Request();
    }

    private static DateTime? Later(DateTime? one, DateTime? other) => !(one > other) ? other ?? one : one;
}

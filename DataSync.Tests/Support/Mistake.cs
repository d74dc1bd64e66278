using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Support;

/// <summary>A known way to lose executions, to see that the checks find it.</summary>
/// <param name="Bend">What the mistaken plan would remember after each look.</param>
/// <param name="ForgetOpen">What was seen running is not followed.</param>
/// <param name="TrustIds">An id names the same execution for ever.</param>
public sealed record Mistake(Func<PollState, PollState>? Bend = null, bool ForgetOpen = false, bool TrustIds = false)
{
    /// <summary>Everything newer than the newest id known, and nothing else.</summary>
    public static readonly Mistake Watermark = new(state => state with { Gaps = [] }, ForgetOpen: true);

    /// <summary>Nothing above the oldest open execution is settled.</summary>
    public static readonly Mistake FloorHeldByOpenOnes = new(state =>
        state.Open.Select(one => PassReading.Number(one.Id)).Min() is { } lowest
            ? state with
            {
                Floor = lowest - 1,
            }
            : state
    );

    public static readonly Mistake IdentityByIdAlone = new(TrustIds: true);

    public async Task MakeAsync(TestDatabase database)
    {
        if (Bend is null)
            return;
        var writes = database.Services.GetRequiredService<WriteTransaction>();
        await writes.RunAsync(
            async (db, checkpoint, token) =>
            {
                Bend(PollState.Read(checkpoint)).Write(checkpoint);
                var open = db.Executions.Where(row => ForgetOpen && row.Status == ExecutionStatus.Running);
                return await open.ExecuteDeleteAsync(token);
            },
            default
        );
    }
}

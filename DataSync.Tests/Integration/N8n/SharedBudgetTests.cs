using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Integration.N8n;

/// <summary>A verb beside serving, or two that serve: n8n meets no more than the limit of both.</summary>
public sealed class SharedBudgetTests
{
    private const int Limit = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory, DatabaseData]
    public async Task Two_programs_over_one_database_keep_the_limit_together(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var serving = Budget(database);
        using var verb = Budget(database);
        // Both are under way before either has taken much.
        foreach (
            var budget in (RequestBudget[])
                [serving, verb, serving, serving, serving, verb, verb, serving, verb, serving]
        )
            await budget.AnsweredAsync(await Take(budget).WaitAsync(Patience));

        Task[] more = [Take(serving), Take(verb), Take(verb)];
        // One that finds no room when it is stored is taken out again.
        await UntilAsync(async () =>
        {
            await using var context = await database.Factory.CreateDbContextAsync();
            return serving.Status.UsedLast60s == Limit
                && verb.Status.UsedLast60s == Limit
                && await context.RequestPermits.CountAsync() == Limit;
        });
        Assert.All(more, one => Assert.False(one.IsCompleted));

        database.Clock.Advance(TimeSpan.FromSeconds(80));
        await Task.WhenAll(more).WaitAsync(Patience);
    }

    private static Task<TakenPermit> Take(RequestBudget budget) => budget.TakeAsync(RequestPriority.Person, default);

    private static RequestBudget Budget(TestDatabase database) =>
        new(
            Options.Create(new N8nOptions { RequestsPerMinute = Limit }),
            database.Factory,
            database.Clock,
            NullLogger<RequestBudget>.Instance
        );

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var enough = new CancellationTokenSource(Patience);
        while (!await reached())
            await look.WaitForNextTickAsync(enough.Token);
    }
}

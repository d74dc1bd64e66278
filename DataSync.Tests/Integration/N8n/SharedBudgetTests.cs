using DataSync.Core.N8n;
using DataSync.Core.Persistence;
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

    [Theory, DatabaseData]
    public async Task One_that_is_stored_late_under_an_earlier_number_counts_too(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var budget = Budget(database);
        await Take(budget).WaitAsync(Patience);
        await using var other = await database.Factory.CreateDbContextAsync();
        var late = new RequestPermit { TakenAt = database.Clock.UtcNow() };
        other.RequestPermits.Add(late);
        await other.SaveChangesAsync();
        // As it is while another program stores it: its number is given, and its row cannot be seen.
        await other.RequestPermits.Where(row => row.Id == late.Id).ExecuteDeleteAsync();
        await Take(budget).WaitAsync(Patience);
        other.Entry(late).State = EntityState.Added;
        await other.SaveChangesAsync();

        await Take(budget).WaitAsync(Patience);

        Assert.Equal(4, budget.Status.UsedLast60s);
    }

    [Fact]
    public async Task When_a_person_may_ask_is_the_same_time_however_often_it_is_told()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        using var budget = Budget(database, TimeProvider.System);
        for (var taken = 0; taken < Limit; taken++)
            await budget.AnsweredAsync(await Take(budget).WaitAsync(Patience));

        Assert.NotNull(Assert.Single(Enumerable.Range(0, 100).Select(_ => budget.Status.PersonAllowedAt).Distinct()));
    }

    private static Task<TakenPermit> Take(RequestBudget budget) => budget.TakeAsync(RequestPriority.Person, default);

    private static RequestBudget Budget(TestDatabase database, TimeProvider? time = null) =>
        new(
            Options.Create(new N8nOptions { RequestsPerMinute = Limit }),
            database.Factory,
            time ?? database.Clock,
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

using CsCheck;
using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.N8n;

/// <summary>The budget's promises, under random load in simulated time.</summary>
public sealed class RequestBudgetTests
{
    private const double Hold = 60;

    private sealed record Wish(double At, RequestPriority Priority, double Latency, double Arrival, int Retries);

    private sealed record Load(int Limit, int LiveEvery, int PerPass, Wish[] Wishes, double[] Restarts);

    private static readonly Gen<Wish> AnyWish = Gen.Select(
            Gen.Double[0, 300],
            Gen.Enum<RequestPriority>(),
            Gen.Frequency((8, Gen.Double[0.05, 2]), (1, Gen.Double[2, 15])),
            Gen.Double[0, 1],
            Gen.Int[0, 3]
        )
        .Select((at, priority, latency, arrival, retries) => new Wish(at, priority, latency, arrival, retries));

    private static readonly Gen<Load> AnyLoad = Gen.Select(
            Gen.OneOf(Gen.Int[1, 4], Gen.Const(10), Gen.Const(10), Gen.Const(30)),
            Gen.OneOf(Gen.Const(0), Gen.Const(5), Gen.Const(20)),
            Gen.Int[1, 6],
            AnyWish.Array[0, 120],
            Gen.Double[0, 300].Array[0, 3]
        )
        .Select((limit, every, perPass, wishes, restarts) => new Load(limit, every, perPass, wishes, restarts));

    [Fact]
    public void No_sixty_seconds_hold_more_than_the_limit() =>
        AnyLoad.Sample(
            load =>
            {
                using var simulation = Play(load, 420);
                var arrivals = simulation.Requests.Select(one => one.ArrivedAt).OfType<double>().Order().ToArray();
                for (var first = 0; first + load.Limit < arrivals.Length; first++)
                {
                    Assert.True(
                        arrivals[first + load.Limit] - arrivals[first] >= Hold,
                        $"{load.Limit + 1} requests between {arrivals[first]} and {arrivals[first + load.Limit]}"
                    );
                }
            },
            iter: 60,
            threads: 1
        );

    [Fact]
    public void Two_permits_are_there_for_people_at_any_time() =>
        AnyLoad
            .Where(load => load.Limit >= 4)
            .Sample(
                load =>
                {
                    using var simulation = Play(load with { Restarts = [] }, 420);
                    foreach (var person in simulation.Requests.Where(one => one.Priority == RequestPriority.Person))
                    {
                        var others = simulation.Requests.Count(other =>
                            other != person
                            && other.Priority == RequestPriority.Person
                            && other.AskedAt <= person.AskedAt
                            && (other.AnsweredAt ?? double.MaxValue) + Hold + 0.2 > person.AskedAt
                        );
                        if (others < 2)
                            Assert.Equal(person.AskedAt, person.SentAt);
                    }
                },
                iter: 20,
                threads: 1
            );

    [Theory]
    [InlineData(10, 20, 2)]
    [InlineData(10, 20, 1)]
    [InlineData(10, 30, 3)]
    [InlineData(30, 10, 3)]
    public void Live_passes_are_not_delayed_by_the_rest(int limit, int every, int perPass) =>
        AnyWish
            .Where(wish => wish.Priority != RequestPriority.Live)
            .Array[0, 120]
            .Sample(
                wishes =>
                {
                    // People within their reserve; latencies as they are on an n8n that works.
                    var calm = wishes
                        .Where(wish => wish.Priority != RequestPriority.Person)
                        .Concat(wishes.Where(wish => wish.Priority == RequestPriority.Person).Take(2))
                        .Select(wish =>
                            wish with
                            {
                                Latency = Math.Min(wish.Latency, 2),
                                Retries = wish.Priority == RequestPriority.Person ? 0 : wish.Retries,
                            }
                        )
                        .ToArray();
                    using var simulation = Play(new(limit, every, perPass, calm, []), 420);
                    foreach (var live in simulation.Requests.Where(one => one.Priority == RequestPriority.Live))
                        Assert.InRange(DelayedByTheRest(simulation, live, limit), 0, 5.01);
                },
                iter: 25,
                threads: 1
            );

    [Fact]
    public void Details_and_backfill_alternate_and_both_come_to_an_end_beside_live_passes()
    {
        var wishes = Enumerable
            .Range(0, 20)
            .Select(at => new Wish(0, at < 10 ? RequestPriority.Detail : RequestPriority.Backfill, 0.3, 0.5, 0))
            .ToArray();

        using var simulation = Play(new(10, 20, 2, wishes, []), 1500);

        var rest = simulation.Requests.Where(one => one.Priority > RequestPriority.Live).ToList();
        Assert.All(rest, one => Assert.NotNull(one.SentAt));
        // The first ones met a free budget; from then on both waited.
        var order = rest.Where(one => one.SentAt > one.AskedAt).OrderBy(one => one.Order).ToList();
        var bothWait = order.TakeWhile(one =>
            order.Exists(other => other.Priority != one.Priority && other.Order > one.Order)
        );
        Assert.All(bothWait.Zip(bothWait.Skip(1)), pair => Assert.NotEqual(pair.First.Priority, pair.Second.Priority));
        Assert.True(bothWait.Count() > 4);
    }

    [Fact]
    public void What_history_and_details_leave_for_a_while_is_there_for_others()
    {
        var now = TimeSpan.FromMinutes(10);
        var seven = Held(7);
        Assert.True(Usual(10, seven).For(RequestPriority.Detail).Granted);
        Assert.False(Kept(10, seven).For(RequestPriority.Detail).Granted);
        Assert.False(Kept(10, seven).For(RequestPriority.Backfill).Granted);
        Assert.True(Kept(10, seven).For(RequestPriority.Live).Granted);
        Assert.True(Kept(10, seven).For(RequestPriority.Person).Granted);

        // With four out and a look that takes three there are eight.
        var look = new LiveForecast(now + TimeSpan.FromSeconds(5), TimeSpan.Zero, [3]);
        Assert.True((Usual(10, Held(4)) with { Live = look }).For(RequestPriority.Detail).Granted);
        Assert.False((Kept(10, Held(4)) with { Live = look }).For(RequestPriority.Detail).Granted);
        // Nobody starves.
        Assert.All([1, 2, 3], limit => Assert.True(Kept(limit, []).For(RequestPriority.Detail).Granted));

        BudgetDecision Kept(int limit, HeldPermit[] held) =>
            Usual(limit, held) with
            {
                KeepsOneMoreUntil = TimeSpan.MaxValue,
            };
        BudgetDecision Usual(int limit, HeldPermit[] held) => new(limit, held, null, TimeSpan.FromSeconds(1), now);
        HeldPermit[] Held(int count) =>
            [.. Enumerable.Range(0, count).Select(key => new HeldPermit(key, RequestPriority.Live, now, now))];
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 30)]
    public void They_leave_it_only_for_so_long(double kept, double sentAt)
    {
        using var simulation = new TestN8nBudgetLoad(10);
        // All are out for longer.
        for (var live = 0; live < 7; live++)
            _ = simulation.Send(RequestPriority.Live, latency: 40);
        simulation.Run(0.1);
        simulation.Budget.KeepOneMore(TimeSpan.FromSeconds(kept));
        _ = simulation.Send(RequestPriority.Detail, latency: 0.3);
        simulation.Run(60);
        Assert.InRange(simulation.Requests[^1].SentAt!.Value, sentAt, sentAt + 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_tiny_limit_still_serves_everybody(int limit)
    {
        var wishes = Enum.GetValues<RequestPriority>().Select(one => new Wish(0, one, 1, 0.5, 0)).ToArray();

        using var simulation = Play(new(limit, 0, 0, wishes, []), 400);

        Assert.All(simulation.Requests, one => Assert.NotNull(one.AnsweredAt));
    }

    [Fact]
    public void Giving_up_while_waiting_costs_no_permit()
    {
        using var simulation = new TestN8nBudgetLoad(1);
        using var impatient = new CancellationTokenSource();
        _ = simulation.Send(RequestPriority.Person, 1);
        simulation.Run(2);
        _ = simulation.Send(RequestPriority.Person, 1, givenUp: impatient.Token);
        _ = simulation.Send(RequestPriority.Detail, 1);
        simulation.Run(2);
        impatient.Cancel();
        simulation.Run(60);

        Assert.Null(simulation.Requests[1].SentAt);
        Assert.NotNull(simulation.Requests[2].SentAt);
        simulation.Run(70);
        Assert.Equal(0, simulation.Budget.Status.UsedLast60s);
    }

    [Fact]
    public void The_status_says_when_a_person_may_ask_again()
    {
        using var simulation = new TestN8nBudgetLoad(2);
        _ = simulation.Send(RequestPriority.Person, 1);
        Assert.Null(simulation.Budget.Status.PersonAllowedAt);
        _ = simulation.Send(RequestPriority.Person, 1);
        simulation.Run(10);

        var allowedAt = simulation.Budget.Status.PersonAllowedAt!.Value;

        Assert.InRange((allowedAt - TestN8nBudgetLoad.Utc(61)).TotalSeconds, 0, 0.2);
        simulation.Run(52);
        Assert.Null(simulation.Budget.Status.PersonAllowedAt);
    }

    private static TestN8nBudgetLoad Play(Load load, double seconds)
    {
        var simulation = new TestN8nBudgetLoad(load.Limit);
        var wishes = new Queue<Wish>(load.Wishes.OrderBy(wish => wish.At));
        var restarts = new Queue<double>(load.Restarts.Order());
        var pass = Task.CompletedTask;
        var nextPass = 0.0;
        Expect();
        simulation.Run(
            seconds,
            now =>
            {
                if (restarts.TryPeek(out var at) && at <= now)
                {
                    restarts.Dequeue();
                    simulation.Restart();
                    Expect();
                }
                while (wishes.TryPeek(out var wish) && wish.At <= now)
                    _ = WithRetries(simulation, wishes.Dequeue());
                if (load.LiveEvery > 0 && now >= nextPass && pass.IsCompleted)
                {
                    Expect();
                    nextPass = now + load.LiveEvery;
                    pass = PassAsync(simulation, load.PerPass);
                }
            }
        );
        return simulation;

        void Expect()
        {
            if (load.LiveEvery > 0)
                simulation.Budget.ExpectLivePasses(
                    TestN8nBudgetLoad.Utc(nextPass),
                    TimeSpan.FromSeconds(load.LiveEvery),
                    load.PerPass
                );
        }
    }

    private static async Task PassAsync(TestN8nBudgetLoad simulation, int requests)
    {
        for (var request = 0; request < requests; request++)
            await simulation.Send(RequestPriority.Live, 0.4);
    }

    private static async Task WithRetries(TestN8nBudgetLoad simulation, Wish wish)
    {
        for (var attempt = 0; attempt <= wish.Retries; attempt++)
            await simulation.Send(wish.Priority, wish.Latency, wish.Arrival, fails: attempt < wish.Retries);
    }

    /// <summary>How long it waited although the permits of people and live passes alone would have let it go.</summary>
    private static double DelayedByTheRest(TestN8nBudgetLoad simulation, SimulatedRequest live, int limit)
    {
        var delayed = 0.0;
        for (var at = live.AskedAt; at < (live.SentAt ?? simulation.Now); at += 0.1)
        {
            int Out(RequestPriority priority) =>
                simulation.Requests.Count(one =>
                    one.Priority == priority
                    && one.SentAt <= at
                    && (one.AnsweredAt ?? double.MaxValue) + Hold + 0.05 > at
                );
            if (Out(RequestPriority.Live) + Math.Max(0, Out(RequestPriority.Person) - 2) < limit - 2)
                delayed += 0.1;
        }
        return delayed;
    }
}

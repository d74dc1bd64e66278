using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Polling;

public sealed class PollPlanTests
{
    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void First_pass_takes_the_newest_as_floor_and_leaves_the_rest_to_be_read()
    {
        var state = Pass(new PollState(), open: [], page: [10, 9, 8], next: "older");

        Assert.Equal(10, state.Floor);
        var rest = Assert.Single(state.Stretches);
        Assert.Equal(("older", null), (rest.Cursor, rest.Until));
        Assert.Equal([new Gap(1, 7, Noon)], state.Gaps.AsEnumerable());
    }

    [Fact]
    public void A_run_that_slips_between_two_requests_is_waited_for()
    {
        var before = Settled(10);

        // 11 started after the running ones were listed and still runs when the page is read.
        var noticed = Pass(before, open: [], page: [12, 10, 9], next: "x");
        var gap = Assert.Single(noticed.Gaps);
        Assert.Equal((11, 11), (gap.From, gap.To));
        Assert.False(PollPlan.Reached(noticed, Reading([], [13, 12], "x")));

        var listed = Pass(noticed, open: [11], page: [13, 12, 10], next: "x");
        Assert.Empty(listed.Gaps);
        Assert.Equal("11", Assert.Single(listed.Open).Id);
    }

    [Fact]
    public void An_id_that_nothing_shows_is_asked_for_singly_after_a_minute_and_no_longer_paged_down_to()
    {
        var state = Pass(Settled(10), open: [], page: [12, 10], next: "x");
        Assert.Null(PollPlan.NextToAsk(state, Noon.AddSeconds(59)));
        Assert.Equal(11, PollPlan.NextToAsk(state, Noon.AddSeconds(60)));
        Assert.True(PollPlan.Reached(state, Reading([], [13], "x", Noon.AddSeconds(60))));

        Assert.Empty(PollPlan.Settle(state, 11).Gaps);
    }

    [Fact]
    public void Ids_that_history_may_still_list_are_not_asked_for()
    {
        var state = Pass(Settled(10), open: [], page: [500], next: "x");

        Assert.Equal([new Gap(11, 499, Noon)], state.Gaps.AsEnumerable());
        Assert.Null(PollPlan.NextToAsk(state, Noon.AddHours(1)));

        var read = PollPlan.Advance(
            state,
            state.Stretches[0],
            Page([.. Enumerable.Range(10, 480).Select(id => (long)id)], "y")
        );
        Assert.Equal(499, PollPlan.NextToAsk(read, Noon.AddHours(1)));
        Assert.Equal([new Gap(490, 499, Noon)], read.Gaps.AsEnumerable());
    }

    [Fact]
    public void A_gap_a_pass_could_not_reach_is_kept()
    {
        var state = Pass(Settled(10), open: [], page: [12, 10], next: "x");

        var cut = Pass(state, open: [], page: [500, 499], next: "x");

        Assert.Contains(new Gap(11, 11, Noon), cut.Gaps);
    }

    [Fact]
    public void Below_the_end_of_the_list_only_a_few_ids_are_asked_for()
    {
        var state = Pass(new PollState(), open: [], page: [90_001, 90_000], next: null);

        Assert.Equal([new Gap(89_980, 89_999, Noon + PollPlan.GapAge)], state.Gaps.AsEnumerable());
    }

    [Fact]
    public void A_number_long_passed_on_an_execution_that_started_now_belongs_to_another_n8n()
    {
        var state = Pass(Settled(10), open: [], page: [12, 10], next: "x");
        N8nExecution Started(string id, int minutes) => Finished(id) with { StartedAt = Noon.AddMinutes(minutes) };

        Assert.NotNull(PollPlan.Contradiction(state, [Started("9", minutes: 1)]));
        Assert.Null(PollPlan.Contradiction(state, [Started("9", minutes: 0)]));
        Assert.Null(PollPlan.Contradiction(state, [Started("11", minutes: 1)]));
        Assert.Null(PollPlan.Contradiction(state, [Started("13", minutes: 1)]));
    }

    [Fact]
    public void Open_executions_never_pull_paging_down()
    {
        var state = Pass(Settled(1000), open: [3], page: [1001, 1000], next: "x");

        Assert.Equal("3", Assert.Single(state.Open).Id);
        Assert.True(PollPlan.Reached(state, Reading([3], [1001, 1000], "x")));
    }

    [Fact]
    public void An_open_one_that_no_list_shows_is_asked_for_singly_and_later_ever_less_often()
    {
        var state = Pass(Settled(10), open: [5], page: [10], next: "x");
        var reading = Reading([], [10], "x");
        Assert.True(PollPlan.AskWaiting(state, reading));

        reading.AskedWaiting = true;
        var one = Assert.Single(PollPlan.Unlisted(state, reading, Noon));
        var later = PollPlan.AskLater(one, waiting: false, Noon);
        Assert.Equal(Noon.AddSeconds(20), later.AskAgainAt);
        for (var i = 0; i < 20; i++)
            later = PollPlan.AskLater(later, waiting: false, Noon);
        Assert.Equal(Noon.AddMinutes(15), later.AskAgainAt);
    }

    [Fact]
    public void Whichever_was_due_for_longest_is_asked_for_first()
    {
        var due = new OpenExecution("5", Waiting: false, Misses: 6, Noon.AddMinutes(-1));
        var state = Settled(10) with
        {
            Open = [due, due with { Id = "6", AskAgainAt = Noon.AddHours(-1) }, new OpenExecution("7", Waiting: false)],
        };

        var asked = PollPlan.Unlisted(state, Reading([], [10], "x"), Noon);

        Assert.Equal(["7", "6", "5"], asked.Select(one => one.Id));
    }

    [Fact]
    public void A_waiting_one_is_not_missed_in_a_pass_that_did_not_ask_for_waiting_ones()
    {
        var state = Settled(10) with { Open = [new OpenExecution("5", Waiting: true)], Passes = 1 };
        var reading = Reading([], [10], "x");

        Assert.False(PollPlan.AskWaiting(state, reading));
        Assert.Empty(PollPlan.Unlisted(state, reading, Noon));
        Assert.Equal("5", Assert.Single(PollPlan.Complete(state, reading, Noon).Open).Id);
    }

    [Fact]
    public void The_rows_say_what_is_open_and_what_is_known_of_asking_for_them_goes_on()
    {
        var asked = PollPlan.AskLater(new OpenExecution("5", Waiting: false), waiting: true, Noon);

        var state = PollPlan.Track(
            Settled(10) with
            {
                Open = [asked, new OpenExecution("6", Waiting: false)],
            },
            [new OpenExecution("5", Waiting: true), new OpenExecution("7", Waiting: false)]
        );

        Assert.Equal([asked, new OpenExecution("7", Waiting: false)], state.Open.AsEnumerable());
    }

    [Fact]
    public void A_pass_that_could_not_reach_the_floor_leaves_a_stretch_down_to_it()
    {
        var state = Pass(Settled(10), open: [], page: [500, 499, 498], next: "cursor-498");

        Assert.Equal(500, state.Floor);
        var rest = Assert.Single(state.Stretches);
        Assert.Equal(("cursor-498", 10L), (rest.Cursor, rest.Until));
    }

    [Fact]
    public void A_stretch_goes_on_page_by_page_and_a_page_read_twice_changes_nothing()
    {
        var state = Pass(Settled(10), open: [], page: [500], next: "a");
        var stretch = state.Stretches[0];
        var page = Page([499, 400], "b");

        var once = PollPlan.Advance(state, stretch, page);
        Assert.Equal("b", once.Stretches[0].Cursor);
        Assert.Same(once, PollPlan.Advance(once, stretch, page));

        var done = PollPlan.Advance(once, once.Stretches[0], Page([12, 11], "c"));
        Assert.Empty(done.Stretches);
    }

    [Fact]
    public void What_started_since_the_pass_before_may_be_unread_until_its_stretch_is_read()
    {
        var reading = new PassReading(Noon);
        reading.SawPage(new([Finished("500") with { StartedAt = Noon.AddHours(-1) }], "a", []));

        var state = PollPlan.Complete(Settled(10), reading, Noon.AddHours(-6));

        Assert.Equal(new UnreadStarts(Noon.AddHours(-6), Noon.AddHours(-1)), state.Unread);
        var page = new N8nExecutionPage([Finished("400") with { StartedAt = Noon.AddHours(-2) }], "b", []);
        state = PollPlan.Advance(state, state.Stretches[0], page);
        Assert.Equal(Noon.AddHours(-2), state.Unread?.Until);
        Assert.Null(PollPlan.Advance(state, state.Stretches[0], Page([11], "c")).Unread);
        Assert.Null(PollPlan.Complete(new(), reading, knownUntil: null).Unread?.From);
    }

    [Fact]
    public void Ids_that_are_not_numbers_are_read_down_to_what_had_started_when_the_running_ones_were_listed()
    {
        var first = new PassReading(Noon);
        first.SawOpen(new N8nExecutionPage([Started("a", 0)], null, []));
        first.SawRunning(new PollState());
        first.SawPage(new N8nExecutionPage([Started("c", 9)], null, []));
        var state = PollPlan.Complete(new PollState(), first, null);
        Assert.Equal(Noon, state.SettledStart);

        // "b" started between the two requests of the pass before, and has ended behind "c".
        var next = new PassReading(Noon.AddMinutes(20));
        next.SawRunning(state);
        next.SawPage(new N8nExecutionPage([Started("c", 9)], "x", []));
        Assert.False(PollPlan.Reached(state, next));
        next.SawPage(new N8nExecutionPage([Started("b", 5), Started("z", -1)], "y", []));
        Assert.True(PollPlan.Reached(state, next));

        N8nExecution Started(string id, int minutes) =>
            Finished($"{id}-uuid") with
            {
                StartedAt = Noon.AddMinutes(minutes),
            };
    }

    [Fact]
    public void Everything_is_read_again_once_a_day()
    {
        var state = Settled(10) with { SweptAt = Noon.AddHours(-25) };

        var swept = PollPlan.Complete(state, Reading([], [10], "x"), Noon);

        var all = Assert.Single(swept.Stretches);
        Assert.Equal((null, null), (all.Cursor, all.Until));
        Assert.Null(swept.Unread);
        Assert.Single(PollPlan.Complete(swept, Reading([], [10], "x"), Noon).Stretches);
    }

    [Fact]
    public void The_state_survives_its_way_through_the_database()
    {
        var state = Pass(Settled(10), open: [11], page: [500, 12], next: "a");
        var checkpoint = new Core.Persistence.Checkpoint();
        state.Write(checkpoint);

        var read = PollState.Read(checkpoint);

        Assert.Equal(state.Floor, read.Floor);
        Assert.Equal(state.Gaps.AsEnumerable(), read.Gaps.AsEnumerable());
        Assert.Equal(state.Open.AsEnumerable(), read.Open.AsEnumerable());
        Assert.Equal(state.Stretches.AsEnumerable(), read.Stretches.AsEnumerable());
    }

    private static PollState Settled(long floor) =>
        new()
        {
            Floor = floor,
            Passes = 3,
            SweptAt = Noon,
            NewestStart = Noon,
        };

    private static PollState Pass(PollState state, long[] open, long[] page, string? next, bool waitingAsked = false)
    {
        var reading = Reading(open, page, next);
        reading.AskedWaiting = waitingAsked;
        return PollPlan.Complete(state, reading, Noon);
    }

    private static PassReading Reading(long[] open, long[] page, string? next, DateTime? at = null)
    {
        var reading = new PassReading(at ?? Noon);
        reading.SawOpen(new N8nExecutionPage([.. open.Select(id => Running($"{id}"))], null, []));
        reading.SawRunning(new PollState());
        reading.SawPage(Page(page, next));
        return reading;
    }

    private static N8nExecutionPage Page(long[] ids, string? next) =>
        new([.. ids.Select(id => Finished($"{id}"))], next, []);

    private static N8nExecution Finished(string id) =>
        new(id, "w", "success", true, "trigger", null, null, Noon, Noon, null);

    private static N8nExecution Running(string id) =>
        new(id, "w", "running", false, "trigger", null, null, Noon, null, null);
}

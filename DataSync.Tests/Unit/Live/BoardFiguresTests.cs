using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;

namespace DataSync.Tests.Unit.Live;

public sealed class BoardFiguresTests
{
    [Fact]
    public void Monitored_is_what_a_verdict_is_passed_on_of_all_that_can_be_seen()
    {
        var figures = Of(
            Tiles.One("a"),
            Tiles.One("b", Health.Inactive) with
            {
                IsActive = false,
            },
            Tiles.One("c", Health.Paused),
            Tiles.One("d", Health.Unknown),
            Tiles.One("e", Health.SwitchedOff) with
            {
                VanishedAt = Tiles.Now,
            }
        );
        Assert.Equal((2, 4), (figures.Monitored, figures.Visible));
    }

    [Fact]
    public void The_average_age_is_about_those_that_are_on_and_due_at_least_every_two_hours()
    {
        var figures = Of(
            Due("hourly", hours: 1, success: -1),
            Due("two hours", hours: 2, success: -2),
            Due("off", hours: 1, success: -90) with
            {
                IsActive = false,
            },
            Due("paused", hours: 1, success: -90) with
            {
                Health = Health.Paused,
            },
            Due("daily", hours: 24, success: -90),
            Due("no schedule", hours: null, success: -90),
            Due("young", hours: 1, success: null)
        );
        Assert.Equal(Tiles.Now.AddHours(-1.5), figures.AverageSuccessAt);
        Assert.Equal((3, 1, 2), (figures.OftenDue, figures.OftenDueWithoutSuccess, figures.RarelyDue));
        Assert.True(figures.AgeIsWithinTarget);
    }

    [Theory]
    [InlineData(-1.99, true)]
    [InlineData(-2.0, false)]
    [InlineData(null, null)]
    public void The_target_is_below_two_hours(double? success, bool? within) =>
        Assert.Equal(within, Of(Due("hourly", hours: 1, success)).AgeIsWithinTarget);

    [Fact]
    public void The_others_are_held_against_their_own_limits()
    {
        var figures = Of(
            Due("daily, fresh", hours: 24, success: -24.9) with
            {
                DataLimit = TimeSpan.FromHours(25),
            },
            Due("daily, old", hours: 24, success: -25.1) with
            {
                DataLimit = TimeSpan.FromHours(25),
            },
            Due("no schedule, old", hours: null, success: -3) with
            {
                DataLimit = TimeSpan.FromHours(2),
            },
            Due("never", hours: null, success: null) with
            {
                DataLimit = TimeSpan.FromHours(2),
            }
        );
        Assert.Equal((4, 2), (figures.RarelyDue, figures.RarelyDueTooOld));
        Assert.Null(figures.AverageSuccessAt);
    }

    [Fact]
    public void Rates_add_up_and_are_not_known_before_they_were_counted()
    {
        Assert.Null(Of(Tiles.One()).Rates);
        var figures = Of(
            Tiles.One("a") with
            {
                Rates = (new(9, 1), new(4, 0)),
            },
            Tiles.One("b") with
            {
                Rates = (new(0, 10), default),
            }
        );
        Assert.Equal((new RunRate(9, 11), new RunRate(4, 0)), figures.Rates);
        Assert.Equal(0.45, figures.Rates!.Value.Day.Share);
        Assert.Null(default(RunRate).Share);
    }

    [Fact]
    public void The_worst_state_is_named_with_its_number()
    {
        Assert.Null(Of(Tiles.One(), Tiles.One("b", Health.NeverRan)).Worst);
        var figures = Of(
            Tiles.One("a", Health.Suspicious),
            Tiles.One("b", Health.Late),
            Tiles.One("c", Health.Late) with
            {
                RunningSince = Tiles.Now,
            },
            Tiles.One("d", Health.Unknown)
        );
        Assert.Equal((Health.Late, 2), figures.Worst);
        Assert.Equal((3, 1), (figures.NeedAttention, figures.Running));
    }

    [Fact]
    public void The_same_tiles_give_an_equal_record() => Assert.Equal(Of(Tiles.One()), Of(Tiles.One()));

    private static BoardFigures Of(params WorkflowTile[] tiles) => BoardFigures.Of([.. tiles], Tiles.Now);

    private static WorkflowTile Due(string name, double? hours, double? success) =>
        Tiles.One(name) with
        {
            DueEvery = hours is { } every ? TimeSpan.FromHours(every) : null,
            LastSuccessAt = success is { } ago ? Tiles.Now.AddHours(ago) : null,
        };
}

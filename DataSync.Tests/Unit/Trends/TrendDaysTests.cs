using Bunit;
using DataSync.Web.Features.Trends;

namespace DataSync.Tests.Unit.Trends;

/// <summary>Days nobody looked at n8n in, or not all the time.</summary>
public sealed class TrendDaysTests : BunitContext
{
    [Fact]
    public void A_day_is_hatched_as_far_as_it_was_not_observed()
    {
        var days = Render<TrendCalendar>(all =>
            all.Add(
                one => one.Days,
                [
                    new(new(2026, 3, 2), "good", "all 4 runs succeeded", "#", 0),
                    new(new(2026, 3, 3), "good", "all 2 runs succeeded, not observed for 12 h 00 min", "#", 0.5),
                    new(new(2026, 3, 4), "none", "not observed", "#", 1),
                ]
            )
        );
        Assert.Equal(
            ["", "height:50%", "height:100%"],
            days.FindAll(".ds-calendar a").Select(day => day.QuerySelector(".ds-unseen")?.GetAttribute("style") ?? "")
        );
        Assert.Equal(["c-good", "c-good", "c-none"], days.FindAll(".ds-calendar a").Select(day => day.ClassName));
    }
}

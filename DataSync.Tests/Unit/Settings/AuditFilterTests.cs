using DataSync.Core.Access;
using DataSync.Web.Features.Settings;

namespace DataSync.Tests.Unit.Settings;

public sealed class AuditFilterTests
{
    [Fact]
    public void What_stands_in_the_address_is_what_is_asked_and_comes_back_as_it_was()
    {
        var filter = AuditFilter.Parse(" a&b@example.org", "token.created", "50 % <x>", "2026-03-01", "2026-03-31");

        Assert.Equal(
            "settings/audit?who=a%26b%40example.org&action=token.created&subject=50%20%25%20%3Cx%3E&from=2026-03-01&to=2026-03-31",
            filter.Address
        );
        Assert.Equal(
            new AuditQuery(
                "a&b@example.org",
                "token.created",
                "50 % <x>",
                new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc),
                new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc)
            ),
            filter.Query
        );
        Assert.Equal("settings/audit", AuditFilter.Parse(null, "", " ", null, "").Address);
    }

    [Theory]
    [InlineData("from", "1.3.2026")]
    [InlineData("to", "2026-03-01T00:00:00Z")]
    [InlineData("to", "9999-12-31")]
    public void A_day_that_is_none_is_refused_by_name(string field, string text)
    {
        var refused = Assert.Throws<RefusedException>(() =>
            AuditFilter.Parse(null, null, null, field is "from" ? text : null, field is "to" ? text : null)
        );

        Assert.Equal((Refusal.Invalid, field), (refused.Refusal, refused.Field));
    }

    [Theory]
    [InlineData("who")]
    [InlineData("action")]
    [InlineData("subject")]
    public void A_text_that_is_too_long_is_refused_by_name(string field)
    {
        string? Long(string name) => name == field ? new string('x', AuditFilter.LongestText + 1) : null;

        var refused = Assert.Throws<RefusedException>(() =>
            AuditFilter.Parse(Long("who"), Long("action"), Long("subject"), null, null)
        );

        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public void Every_action_can_be_chosen_and_groups_of_them()
    {
        var choices = AuditWords.Choices.Select(choice => choice.Action).ToList();

        Assert.Equal([], AuditActions.All.Except(choices, StringComparer.Ordinal));
        Assert.Contains(("token", "Token: all"), AuditWords.Choices);
        Assert.Contains(("export.finished", "Export finished"), AuditWords.Choices);
        Assert.Equal(choices.Count, AuditWords.Choices.Select(choice => choice.Words).Distinct().Count());
    }
}

using DataSync.Core.Access;
using DataSync.Web.Features.Settings;

namespace DataSync.Tests.Unit.Settings;

public sealed class ShownStateTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(false, true, null, "Active", "with a password")]
    [InlineData(false, true, -1, "Active", "with a password")]
    [InlineData(false, false, null, "Active", "OpenID provider")]
    [InlineData(false, false, 1, "Invited", "no password yet")]
    [InlineData(false, false, 0, "Link expired", "Make another one")]
    [InlineData(true, true, 1, "Disabled", "Cannot sign in")]
    public void An_account_is(bool isDisabled, bool hasPassword, int? linkHours, string word, string sentence)
    {
        var expires = linkHours is { } hours ? Now.AddHours(hours) : (DateTime?)null;
        var (state, words) = ShownState.Of(
            new AccountRow("1", "a@example.org", Role.Viewer, isDisabled, hasPassword, Now, null, expires),
            Now
        );

        Assert.Equal(word, state.Word);
        Assert.Contains(sentence, words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, "Active")]
    [InlineData(1, false, "Active")]
    [InlineData(0, false, "Expired")]
    [InlineData(1, true, "Revoked")]
    [InlineData(-1, true, "Revoked")]
    public void A_token_is(int? hours, bool isRevoked, string word)
    {
        var row = new TokenRow(1, "n", "dsync_", null, "a", Now, Now.AddHours(hours ?? 0), null, null) with
        {
            ExpiresAt = hours is { } number ? Now.AddHours(number) : null,
            RevokedAt = isRevoked ? Now : null,
        };

        Assert.Equal(word, ShownState.Of(row, Now).Word);
    }
}

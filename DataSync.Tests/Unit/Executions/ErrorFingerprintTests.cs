using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Tests.Unit.Executions;

public sealed class ErrorFingerprintTests
{
    [Theory]
    [InlineData("Timed out after 1200 ms", "timed out after # ms")]
    [InlineData("Timed out after 1.5 s, 3,000 tries", "timed out after # s, # tries")]
    [InlineData("  Two\n  lines ", "two lines")]
    [InlineData("subscription 1f2e is gone", "subscription # is gone")]
    [InlineData("vpc-0a1b2c of eu-west-1", "# of #")]
    [InlineData("id 6fa459ea-ee8a-3ca4-894e-db77e160355e", "id #")]
    [InlineData("object deadbeefcafe", "object #")]
    [InlineData("a facade stays", "a facade stays")]
    [InlineData("at 2026-01-01T10:00:00.123Z", "at #")]
    [InlineData("at 10:42 on 2026/01/01", "at # on #")]
    [InlineData("connect ECONNREFUSED 10.0.0.1:5678", "connect econnrefused #")]
    [InlineData("No 'prod vpc' in \"eu\" or `us`", "no # in # or #")]
    [InlineData("reading 'length') [line 12]", "reading #) [line #]")]
    [InlineData("I can't and won't", "i can't and won't")]
    [InlineData("подсеть 12 не найдена", "подсеть # не найдена")]
    [InlineData("子网 vpc9 不存在", "子网 # 不存在")]
    [InlineData("unclosed 'quote", "unclosed 'quote")]
    [InlineData("", "")]
    public void What_differs_from_run_to_run_is_masked(string message, string expected) =>
        Assert.Equal(expected, ErrorFingerprint.Mask(message));

    [Theory]
    [InlineData("Quota of 12 used", null, "Quota of 40 used", null, true)]
    [InlineData("Quota of 12 used", null, "Quota of 12 left", null, false)]
    [InlineData("Request failed", "500", "Request failed", "403", false)]
    [InlineData("Request failed with status code 500", null, "Request failed with status code 403", null, false)]
    [InlineData("Request failed with status code 500", "500", "Request failed with status code 500", null, true)]
    public void The_same_error_has_the_same_fingerprint(string one, string? code, string two, string? other, bool same)
    {
        var (first, second) = (ErrorFingerprint.Of(Error(one, code)), ErrorFingerprint.Of(Error(two, other)));

        Assert.Equal(same, first.Equals(second, StringComparison.Ordinal));
        Assert.Matches("^[0-9a-f]{16}$", first);
    }

    [Fact]
    public void A_hostile_message_takes_no_time()
    {
        var message = string.Concat(Enumerable.Repeat("'a1-:,\"", 300));

        Assert.NotEmpty(ErrorFingerprint.Mask(message));
        Assert.NotEmpty(ErrorFingerprint.Mask(new string('a', 2000) + "!"));
        Assert.NotEmpty(ErrorFingerprint.Mask(new string('-', 2000)));
    }

    private static ErrorDigest Error(string message, string? code) => new(null, message, null, null, null, code, null);
}

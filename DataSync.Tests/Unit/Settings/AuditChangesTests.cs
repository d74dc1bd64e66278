using DataSync.Web.Features.Settings;

namespace DataSync.Tests.Unit.Settings;

public sealed class AuditChangesTests
{
    [Theory]
    [InlineData(null, null, "")]
    [InlineData("""{"role":"viewer"}""", """{"role":"admin"}""", "role: viewer → admin")]
    [InlineData(null, """{"role":null,"expiresAt":"2026-03-01T00:00:00Z"}""", "expiresAt: – → 2026-03-01T00:00:00Z")]
    [InlineData("""{"email":"a@b.c","paused":true}""", null, "email: a@b.c → –; paused: yes → –")]
    [InlineData("""{"same":1,"limit":10}""", """{"limit":2.5,"same":1}""", "limit: 10 → 2.5")]
    [InlineData(
        """{"quiet":{"from":"22:00","to":"06:00"}}""",
        """{"quiet":{"from":"23:00","to":"06:00"},"events":["late","failure"]}""",
        "quiet.from: 22:00 → 23:00; events: – → late, failure"
    )]
    [InlineData("""{"text":"cut off""", """{"text":"whole"}""", """: {"text":"cut off → –; text: – → whole""")]
    [InlineData("5", "6", ": 5 → 6")]
    public void Only_what_differs_is_told_value_by_value(string? before, string? after, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                "; ",
                AuditChanges
                    .Of(before, after)
                    .Select(change => $"{change.Name}: {change.Before ?? "–"} → {change.After ?? "–"}")
            )
        );
}

using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.N8n;

/// <summary>Calling webhooks: where, with what secret, and what their answers are taken for.</summary>
public sealed class WebhookCallTests : ActTests
{
    [Fact]
    public async Task A_workflows_own_answer_is_not_taken_for_a_refusal_of_n8ns()
    {
        N8n.Fault = TestN8nFault.Json(404, """{"message":"No such VPC"}""").AfterActing();

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "webhook"));

        Assert.True(failure.MayHaveHappened);
        Assert.Contains("No such VPC", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"executionId":"17"}""", "17")]
    [InlineData("""{"execution":{"id":17}}""", "17")]
    [InlineData("""{"id":"vpc-17"}""", null)]
    [InlineData("""{"executionId":"../17"}""", null)]
    [InlineData("""[{"executionId":"17"}]""", null)]
    public async Task An_execution_the_answer_names_is_told(string answer, string? id)
    {
        N8n.Fault = TestN8nFault.Json(200, answer).AfterActing();

        Assert.Equal(id, await Client.Acts.CallWebhookAsync(Webhook, "right", default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../rest/owner/setup")]
    [InlineData("a/../../b")]
    public async Task A_path_that_leads_elsewhere_is_not_called(string path)
    {
        var failure = await Assert.ThrowsAsync<N8nActException>(() =>
            Client.Acts.CallWebhookAsync(new(path, "POST", N8nWebhookAuth.None), null, default)
        );

        Assert.False(failure.MayHaveHappened);
        Assert.Empty(N8n.Arrivals);
    }

    [Fact]
    public async Task A_password_is_sent_as_basic_auth_and_to_nobody_else()
    {
        N8n.GuardWebhook(Workflow, "basicAuth", "me:pass:word");

        await Client.Acts.CallWebhookAsync(Webhook with { Auth = N8nWebhookAuth.Basic }, "basic", default);
        var missing = await Assert.ThrowsAsync<N8nActException>(() =>
            Client.Acts.CallWebhookAsync(Webhook with { Auth = N8nWebhookAuth.Basic }, "nobody", default)
        );
        var other = await Assert.ThrowsAsync<N8nActException>(() =>
            Client.Acts.CallWebhookAsync(Webhook with { Auth = N8nWebhookAuth.Other }, "basic", default)
        );

        Assert.Single(N8n.Arrivals);
        Assert.Contains("N8n:Secrets:nobody", missing.Message, StringComparison.Ordinal);
        Assert.Contains("sign-in", other.Message, StringComparison.Ordinal);
        NoSecretIn(Client, missing);
    }
}

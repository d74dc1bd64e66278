using System.Text;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.Executions;

public sealed class ErrorClassifierTests
{
    [Theory]
    [InlineData(
        "2.40.7",
        "execution-error-credential",
        ErrorClass.Rejected,
        "The service did not accept the credential “AWS-prod” (401): it is wrong, expired or revoked."
    )]
    [InlineData(
        "2.40.7",
        "execution-error-node-operation",
        ErrorClass.Forbidden,
        "The service refused what was asked: the credential lacks a permission."
    )]
    [InlineData(
        "1.110.1",
        "execution-error-node-operation",
        ErrorClass.Forbidden,
        "The service refused what was asked: the credential lacks a permission."
    )]
    [InlineData(
        "2.40.7",
        "execution-error-in-code",
        ErrorClass.Code,
        "The workflow's own code failed: Cannot read properties of undefined (reading 'length') [line 1]"
    )]
    [InlineData(
        "1.110.1",
        "execution-error-in-code",
        ErrorClass.Code,
        "The workflow's own code failed: Cannot read properties of undefined (reading 'length') [line 1]"
    )]
    public async Task What_real_n8ns_sent_is_understood(string line, string recording, ErrorClass kind, string sentence)
    {
        var json = new MemoryStream(Encoding.UTF8.GetBytes(RecordingsServer.Body(line, recording)));
        var detail = await ExecutionReader.ReadOneAsync(json, default);

        Assert.Equal(new(kind, sentence), ErrorClassifier.Explain(detail.Digest!.Error!));
    }

    [Fact]
    public async Task A_refused_connection_is_no_refused_credential()
    {
        var json = new MemoryStream(
            Encoding.UTF8.GetBytes(RecordingsServer.Body("2.40.7", "executions-errors-with-data"))
        );
        var list = await ExecutionReader.ReadListAsync(json, default);

        Assert.Equal(
            new(ErrorClass.Unreachable, "The service could not be reached: nothing answers at its address."),
            ErrorClassifier.Explain(list.Rows[0].Digest!.Error!)
        );
    }

    [Theory]
    [InlineData("403", "Forbidden", ErrorClass.Forbidden, "lacks a permission")]
    [InlineData("401", "Cannot read properties of undefined", ErrorClass.Rejected, "expired or revoked")]
    [InlineData("429", "The service is receiving too many requests from you", ErrorClass.Throttled, "too often")]
    [InlineData(null, "Request failed with status code 429", ErrorClass.Throttled, "(429)")]
    [InlineData(null, "Rate limit exceeded, not authorized to go on", ErrorClass.Throttled, "too often")]
    [InlineData(null, "ThrottlingException: Rate exceeded", ErrorClass.Throttled, "too often")]
    [InlineData("504", "Gateway timed out", ErrorClass.TimedOut, "(504)")]
    [InlineData("ETIMEDOUT", "The connection timed out", ErrorClass.TimedOut, "in time")]
    [InlineData(null, "timeout of 300000ms exceeded", ErrorClass.TimedOut, "in time")]
    [InlineData("503", "Service unavailable", ErrorClass.Unreachable, "not available (503)")]
    [InlineData("ENOTFOUND", "getaddrinfo ENOTFOUND cmdb.example.org", ErrorClass.Unreachable, "name of the service")]
    [InlineData(null, "connect ECONNREFUSED 10.0.0.1:443", ErrorClass.Unreachable, "nothing answers")]
    [InlineData(null, "socket hang up", ErrorClass.Unreachable, "nothing answers")]
    [InlineData(null, "ExpiredToken: The security token is expired", ErrorClass.Rejected, "expired or revoked")]
    [InlineData(null, "Cannot read properties of undefined (reading 'timeout')", ErrorClass.Code, "'timeout'")]
    [InlineData(null, "items.map is not a function", ErrorClass.Code, "is not a function")]
    [InlineData("500", "Internal Server Error", ErrorClass.Other, "an error of its own (500)")]
    [InlineData("400", "Bad request: ExpiredToken", ErrorClass.Rejected, "(400): it is wrong, expired")]
    [InlineData("400", "Bad request", ErrorClass.Other, "(400): Bad request")]
    [InlineData("404", "The resource could not be found", ErrorClass.Other, "(404): The resource could not be found")]
    [InlineData(null, "Subnet 403 overlaps", ErrorClass.Other, "n8n reports: Subnet 403 overlaps")]
    [InlineData(null, "", ErrorClass.Other, "n8n reports")]
    public void Common_errors_are_told_apart(string? code, string message, ErrorClass kind, string part)
    {
        var meaning = ErrorClassifier.Explain(new(null, message, null, "List", null, code, null));

        Assert.Equal(kind, meaning.Class);
        Assert.Contains(part, meaning.Sentence, StringComparison.Ordinal);
        if (code is null)
            Assert.Equal(meaning, ErrorClassifier.ExplainMessage(message));
    }

    [Fact]
    public void A_run_n8n_lost_is_not_blamed_on_a_service() =>
        Assert.StartsWith(
            "n8n stopped before the run was over",
            ErrorClassifier
                .Explain(
                    new(
                        "WorkflowCrashedError",
                        "Workflow did not finish, possible out-of-memory issue",
                        null,
                        null,
                        null,
                        null,
                        null
                    )
                )
                .Sentence,
            StringComparison.Ordinal
        );

    [Fact]
    public void Whatever_the_text_is_the_answer_is_one_short_line()
    {
        var meaning = ErrorClassifier.ExplainMessage(string.Concat(Enumerable.Repeat("a\n<b>\t😀", 1_000)));

        Assert.DoesNotContain('\n', meaning.Sentence);
        Assert.True(meaning.Sentence.Length < 250);
    }
}

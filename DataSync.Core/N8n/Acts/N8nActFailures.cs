using System.Net;
using System.Text.Json;
using DataSync.Core.Persistence;

namespace DataSync.Core.N8n;

internal enum N8nAct
{
    Retry,
    Stop,

    /// <summary>Saving a workflow's settings.</summary>
    Save,
    Create,
    Publish,
    Unpublish,
    Delete,
}

/// <summary>Turns what went wrong with an act into a sentence, and says whether it may have happened all the same.</summary>
internal static class N8nActFailures
{
    private const int MostWords = 200;

    /// <summary>What n8n's webhook nodes say before anything runs; a workflow can answer any status itself.</summary>
    private static readonly string[] WrongSecret =
    [
        "Authorization data is wrong!",
        "Authorization is required!",
        "Authentication data is wrong!",
        "No token provided",
    ];

    private static readonly (string Words, string Sentence)[] McpRefusals =
    [
        (
            "not available in MCP",
            "The workflow is not available to n8n's MCP server: switch on \"Available in MCP\" in its settings in n8n."
        ),
        (
            "permission to access it",
            "n8n's MCP server does not know this workflow, or the owner of its key may not run it: share it with them in n8n."
        ),
        ("is archived", "The workflow is archived in n8n, so it cannot be run."),
        ("no published", "The workflow is not published in n8n, so there is nothing to run: publish it first."),
        (
            "multiple triggers",
            "The workflow has several triggers, of which n8n's MCP server starts none unasked: give it a webhook to be run by."
        ),
        (
            "no trigger that can be executed",
            "The workflow has no trigger that n8n's MCP server can start: give it a schedule or a webhook."
        ),
        (
            "Provide triggerNodeName",
            "The workflow's trigger asks for data, which DataSync does not send by MCP: give it a schedule or a webhook."
        ),
        (
            "execute_workflow not found",
            "n8n's MCP server cannot run workflows: a newer n8n can, and so can a webhook of the workflow's own."
        ),
    ];

    public static N8nActException Refused(string message, N8nCondition? condition = null) =>
        new(message, mayHaveHappened: false, condition);

    public static N8nActException Unclear(string message, N8nCondition? condition = null, Exception? inner = null) =>
        new(message, mayHaveHappened: true, condition, inner);

    public static N8nActException From(N8nException failure, bool mayHaveHappened) =>
        new(failure.Message, mayHaveHappened, failure.Condition, failure);

    public static N8nActException NoWorkflow(bool mayHaveHappened) =>
        new("n8n does not have this workflow (any more).", mayHaveHappened);

    public static N8nActException TooLate() =>
        Refused(
            "So much was asked of n8n that the workflow might have changed between reading and saving it: nothing was saved.",
            N8nCondition.RateLimited
        );

    public static N8nActException TimedOut(TimeSpan after, Exception inner) =>
        Unclear($"n8n did not answer within {after.TotalSeconds:0} s.", N8nCondition.Unreachable, inner);

    public static N8nActException GivenUp(Exception inner) =>
        Unclear("The request was given up after it was sent, before n8n had answered.", inner: inner);

    public static N8nActException Unreadable(Exception? inner = null) =>
        Unclear("n8n took the request, but its answer cannot be read.", N8nCondition.NotAnN8n, inner);

    public static N8nActException Connection(HttpRequestException failure, Uri address)
    {
        // Each request has a connection of its own, so these came before anything was sent.
        var unsent =
            failure.HttpRequestError
            is HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError;
        return From(N8nFailures.Connection(failure, address), mayHaveHappened: !unsent);
    }

    public static N8nActException Api(N8nAct act, HttpResponseMessage answer, string text, TimeProvider time)
    {
        var words = Words(text);
        return (int)answer.StatusCode switch
        {
            403 => Refused(
                $"The API key may not do this: give it {Scope(act)} in n8n under Settings, n8n API.",
                N8nCondition.ForbiddenScope
            ),
            // So n8n words an address it does not have; an execution it does not have it words otherwise.
            404 when act is N8nAct.Retry or N8nAct.Stop && words is "not found" => Refused(
                act == N8nAct.Retry
                    ? "This n8n cannot retry over its API; n8n 1.113 and newer can. Run the workflow anew instead."
                    : "This n8n cannot stop an execution over its API; n8n 2.10 and newer can. Stop it in n8n itself."
            ),
            404 => Refused(
                act is N8nAct.Retry or N8nAct.Stop
                    ? "n8n does not have this execution (any more), or the key's owner may not run its workflow."
                    : "n8n does not have this workflow (any more), or the key's owner may not change it."
            ),
            400 or 409 when words.Contains("succeeded", StringComparison.Ordinal) => Refused(
                "This execution succeeded, so there is nothing to retry."
            ),
            409 when act == N8nAct.Stop => Refused("This execution has ended already, so there is nothing to stop."),
            401 or 429 or (>= 300 and < 400) => From(Common(answer, time), mayHaveHappened: false),
            408 or >= 500 => From(Common(answer, time), mayHaveHappened: true),
            _ => Refused(Quoting("n8n refuses it", words, answer)),
        };
    }

    public static N8nActException Webhook(N8nWebhook webhook, HttpResponseMessage answer, string text)
    {
        var words = Words(text);
        return (int)answer.StatusCode switch
        {
            404 when words.Contains("not registered for", StringComparison.Ordinal) => Refused(
                $"The workflow's webhook no longer takes {webhook.Method} requests. Refresh, then try again."
            ),
            404 when words.Contains("is not registered", StringComparison.Ordinal) => Refused(
                "n8n does not listen to the workflow's webhook: it is not published, or was published only just now. "
                    + "Publish it in n8n, and check N8n:WebhookBaseUrl."
            ),
            404 when words.Contains("Cannot " + webhook.Method, StringComparison.Ordinal) => Refused(
                "There are no webhooks of n8n at this address: check N8n:WebhookBaseUrl."
            ),
            401 or 403 when WrongSecret.Contains(words, StringComparer.Ordinal) => Refused(
                "The workflow's webhook refuses the secret: choose another under N8n:Secrets, or set this one right."
            ),
            403 when words.StartsWith("IP is not allowed", StringComparison.Ordinal) => Refused(
                "The workflow's webhook does not take calls from this machine: allow its address in the webhook's options."
            ),
            >= 500 => Unclear(Quoting("The workflow's webhook answers with an error", words, answer)),
            _ => Unclear(Quoting("The workflow's webhook answers otherwise than expected", words, answer)),
        };
    }

    public static N8nActException Mcp(HttpResponseMessage answer, string text)
    {
        var words = Words(text);
        return (int)answer.StatusCode switch
        {
            401 => Refused(
                "n8n's MCP server refuses the key: create one in n8n under Settings, MCP, set N8n:McpKey and start DataSync "
                    + "again."
            ),
            403 or 404 when words.Contains("disabled", StringComparison.OrdinalIgnoreCase) => Refused(
                "n8n's MCP server is switched off: switch it on in n8n under Settings, MCP."
            ),
            404 => Refused(
                "This n8n has no MCP server, which newer ones have: give the workflow a webhook to be run by."
            ),
            408 or >= 500 => Unclear(
                Quoting("n8n's MCP server answers with an error", words, answer),
                N8nCondition.ServerError
            ),
            429 => Refused(
                "n8n's MCP server says it is asked too often. Try again in a minute.",
                N8nCondition.RateLimited
            ),
            _ => Refused(Quoting("n8n's MCP server refuses it", words, answer)),
        };
    }

    /// <param name="error">The words of a tool that started nothing it names.</param>
    public static N8nActException McpTool(string? error)
    {
        var words = Masked(error ?? "");
        foreach (var (known, sentence) in McpRefusals)
            if (words.Contains(known, StringComparison.OrdinalIgnoreCase))
                return Refused(sentence);
        return Unclear(
            words.Length == 0
                ? "n8n's MCP server does not say which execution it started."
                : $"n8n's MCP server reports: {words}"
        );
    }

    private static N8nException Common(HttpResponseMessage answer, TimeProvider time) =>
        N8nFailures.Status(answer.StatusCode, N8nRetries.RetryAfter(answer, time), answer.Headers.Location);

    private static string Scope(N8nAct act) =>
        act switch
        {
            N8nAct.Retry => "execution:retry",
            N8nAct.Stop => "execution:stop",
            N8nAct.Create => "workflow:create",
            N8nAct.Publish => "workflow:activate",
            N8nAct.Unpublish => "workflow:deactivate",
            N8nAct.Delete => "workflow:delete",
            _ => "workflow:update",
        };

    private static string Quoting(string what, string words, HttpResponseMessage answer) =>
        words.Length == 0 || words[0] == '<'
            ? $"{what} ({(int)answer.StatusCode})."
            : $"{what} ({(int)answer.StatusCode}): {words}";

    /// <summary>n8n's message, or a body that is no JSON, on one line and without what looks like a secret.</summary>
    private static string Words(string text)
    {
        try
        {
            return Masked(WorkflowReader.Text(JsonElement.Parse(text), "message") ?? "");
        }
        catch (JsonException)
        {
            return Masked(text);
        }
    }

    private static string Masked(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return StoredText.Cut(SecretMask.Apply(line), MostWords);
    }
}

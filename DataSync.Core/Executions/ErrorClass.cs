using System.Text.RegularExpressions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Core.Executions;

/// <summary>What kind of trouble an error is; stored in snake_case.</summary>
public enum ErrorClass
{
    /// <summary>The service did not accept who asks: 401.</summary>
    Rejected,

    /// <summary>The service knows who asks, and refused what for: 403.</summary>
    Forbidden,

    /// <summary>Asked too often: 429.</summary>
    Throttled,
    TimedOut,
    Unreachable,

    /// <summary>A mistake in the workflow's own code.</summary>
    Code,
    Other,
}

/// <param name="Sentence">What it means in plain words, one sentence.</param>
public sealed record ErrorMeaning(ErrorClass Class, string Sentence);

/// <summary>Says in plain words what an error means. Pure; never throws.</summary>
public static partial class ErrorClassifier
{
    private const int MostWords = 200;

    /// <summary>Of an error of which only the message is known.</summary>
    public static ErrorMeaning ExplainMessage(string message) =>
        Explain(new ErrorDigest(null, message, null, null, null, null, null));

    public static ErrorMeaning Explain(ErrorDigest error)
    {
        var status = HttpStatus.Of(error);
        var kind = Class(error, status);
        return new(kind, Sentence(kind, error, status));
    }

    // First what is certain: the status, the system's own code, the language's own errors. Then what the words suggest.
    private static ErrorClass Class(ErrorDigest error, int? status) =>
        OfStatus(status)
        ?? OfText(error.HttpCode)
        ?? (IsOfLanguage(error) ? ErrorClass.Code : (ErrorClass?)null)
        ?? OfText(error.Message)
        ?? OfText(error.Description)
        ?? (IsOfCodeNode(error) ? ErrorClass.Code : ErrorClass.Other);

    private static ErrorClass? OfStatus(int? status) =>
        status switch
        {
            401 or 407 => ErrorClass.Rejected,
            403 => ErrorClass.Forbidden,
            429 => ErrorClass.Throttled,
            408 or 504 => ErrorClass.TimedOut,
            502 or 503 => ErrorClass.Unreachable,
            // AWS and OAuth say so of a bad key too.
            null or 400 => null,
            _ => ErrorClass.Other,
        };

    private static ErrorClass? OfText(string? text) =>
        text is null ? null
        : Throttling().IsMatch(text) ? ErrorClass.Throttled
        : Permission().IsMatch(text) ? ErrorClass.Forbidden
        : Refusal().IsMatch(text) ? ErrorClass.Rejected
        : TimeOut().IsMatch(text) ? ErrorClass.TimedOut
        : Absence().IsMatch(text) ? ErrorClass.Unreachable
        : null;

    private static bool IsOfLanguage(ErrorDigest error) =>
        LanguageError().IsMatch(error.Name ?? "")
        || LanguageError().IsMatch(error.Description ?? "")
        || LanguageWords().IsMatch(error.Message);

    private static bool IsOfCodeNode(ErrorDigest error) =>
        error.Name is "WrappedExecutionError" || error.NodeType is "n8n-nodes-base.code" or "n8n-nodes-base.function";

    private static string Sentence(ErrorClass kind, ErrorDigest error, int? status)
    {
        var credential = error.Credential is { } one ? $"the credential “{Words(one.Name)}”" : "the credential";
        var because = status is { } number ? $" ({number})" : "";
        return kind switch
        {
            ErrorClass.Forbidden => $"The service refused what was asked{because}: {credential} lacks a permission.",
            ErrorClass.Rejected =>
                $"The service did not accept {credential}{because}: it is wrong, expired or revoked.",
            ErrorClass.Throttled => $"The service was asked too often and turned the request away{because}.",
            ErrorClass.TimedOut => $"The service did not answer in time{because}.",
            ErrorClass.Unreachable when status is not null =>
                $"The service, or a proxy before it, is not available{because}.",
            ErrorClass.Unreachable when NoSuchName().IsMatch($"{error.HttpCode} {error.Message}") =>
                "The name of the service cannot be found in the network.",
            ErrorClass.Unreachable => "The service could not be reached: nothing answers at its address.",
            ErrorClass.Code => $"The workflow's own code failed: {Words(error.Message)}",
            ErrorClass.Other when status >= 500 => $"The service answered with an error of its own{because}.",
            ErrorClass.Other when status is not null =>
                $"The service did not accept the request{because}: {Words(error.Message)}",
            ErrorClass.Other when error.Name is "WorkflowCrashedError" =>
                "n8n stopped before the run was over, perhaps for lack of memory.",
            ErrorClass.Other => $"n8n reports: {Words(error.Message)}",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A class without a sentence"),
        };
    }

    private static string Words(string text) => SafeText.OneLine(text, MostWords);

    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(
        @"too many requests|rate.?limit|throttl|requestlimitexceeded|slow ?down|quota (was |has been )?exceeded",
        Options,
        1000
    )]
    private static partial Regex Throttling();

    [GeneratedRegex(
        @"unauthori[sz]ed|not authori[sz]ed|authori[sz]ation failed|authentication (failed|required)|auth ?failure|access ?denied|forbidden|permission denied|insufficient (privileges|permissions?|scopes?)|invalid (client|api.?key|credentials?|(access )?token|grant)|(expired|invalid)token|invalidclienttokenid|signaturedoesnotmatch|credentials? (is|are|has|have)( been)? (invalid|expired|revoked)",
        Options,
        1000
    )]
    private static partial Regex Refusal();

    [GeneratedRegex(@"not authori[sz]ed|access ?denied|forbidden|permission denied|insufficient", Options, 1000)]
    private static partial Regex Permission();

    [GeneratedRegex(@"e(socket)?timedout|econnaborted|timed[ -]?out|time-?out|deadline exceeded", Options, 1000)]
    private static partial Regex TimeOut();

    [GeneratedRegex(
        @"econnrefused|econnreset|enotfound|eai_again|ehostunreach|enetunreach|ehostdown|epipe|getaddrinfo|socket hang up|refused the connection|connection (was )?(refused|reset|closed)|(host|network) (is )?unreachable|perhaps it is offline",
        Options,
        1000
    )]
    private static partial Regex Absence();

    [GeneratedRegex("enotfound|eai_again|getaddrinfo", Options, 1000)]
    private static partial Regex NoSuchName();

    [GeneratedRegex("^(Type|Reference|Syntax|Range|URI|Eval)Error", Options, 1000)]
    private static partial Regex LanguageError();

    [GeneratedRegex(
        @"cannot (read|set) propert(y|ies) of|is not a function|is not defined|is not iterable|unexpected token|invalid syntax",
        Options,
        1000
    )]
    private static partial Regex LanguageWords();
}

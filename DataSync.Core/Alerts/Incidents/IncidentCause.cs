using System.Security.Cryptography;
using System.Text;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Core.Alerts;

/// <summary>What makes failures one incident. Pure.</summary>
/// <param name="Key">Equal for equal causes; at most 255 characters.</param>
/// <param name="Title">A few plain words.</param>
/// <param name="Sentence">The error in plain words.</param>
public sealed record IncidentCause(
    string Key,
    string Title,
    string Sentence,
    ErrorClass? Class,
    string? CredentialId = null
)
{
    private const int LongestPart = 180;
    private const int TitleLength = 120;

    /// <summary>
    /// The failing node's credential with the class of the error; where no credential was used, or the error is of the
    /// workflow's own making, the error's fingerprint.
    /// </summary>
    public static IncidentCause Of(ErrorDigest error)
    {
        var meaning = ErrorClassifier.Explain(error);
        if (error.Credential is { } credential && meaning.Class is not (ErrorClass.Code or ErrorClass.Other))
            return new(
                $"credential:{Fit(credential.Id ?? credential.Name)}:{EnumWords.Of(meaning.Class)}",
                $"Credential “{SafeText.OneLine(credential.Name, TitleLength)}” {Trouble(meaning.Class)}",
                meaning.Sentence,
                meaning.Class,
                credential.Id
            );
        var title = meaning.Class switch
        {
            ErrorClass.Rejected => "Sign-in to a service is rejected",
            ErrorClass.Forbidden => "Access to a service is forbidden",
            ErrorClass.Throttled => "A service is throttling",
            ErrorClass.TimedOut => "A service does not answer in time",
            ErrorClass.Unreachable => "A service cannot be reached",
            _ => SafeText.OneLine(error.Message, TitleLength),
        };
        return new($"error:{ErrorFingerprint.Of(error)}", title, meaning.Sentence, meaning.Class);
    }

    /// <summary>Of a run whose error n8n does not tell or no longer has.</summary>
    public static IncidentCause Unknown(string workflowId) =>
        new(
            $"workflow:{Fit(workflowId)}",
            "A failure whose cause cannot be read",
            "n8n does not tell what went wrong, or no longer has it.",
            null
        );

    private static string Trouble(ErrorClass kind) =>
        kind switch
        {
            ErrorClass.Rejected => "is rejected",
            ErrorClass.Forbidden => "lacks a permission",
            ErrorClass.Throttled => "is throttled",
            ErrorClass.TimedOut => "meets time-outs",
            _ => "meets a service that cannot be reached",
        };

    private static string Fit(string id) =>
        id.Length <= LongestPart ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}

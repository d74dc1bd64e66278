using Microsoft.Extensions.Options;

namespace DataSync.Core.Access;

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
        Complaint(options) is { } complaint ? ValidateOptionsResult.Fail(complaint) : ValidateOptionsResult.Success;

    private static string? Complaint(AuditOptions options) =>
        options.Key switch
        {
            null or "" => AuditKeys.Complaint(options.KeyFile),
            { Length: < AuditKeys.ShortestKey } =>
                $"Audit:Key is shorter than {AuditKeys.ShortestKey} characters; `openssl rand -hex 32` makes a good one.",
            _ => null,
        };
}

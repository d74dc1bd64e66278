using Microsoft.Extensions.Options;

namespace DataSync.Core.Access;

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
        options.Key is { Length: > 0 and < AuditKeys.ShortestKey }
            ? ValidateOptionsResult.Fail(
                $"Audit:Key is shorter than {AuditKeys.ShortestKey} characters; `openssl rand -hex 32` makes a good one."
            )
            : ValidateOptionsResult.Success;
}

using Microsoft.Extensions.Options;

namespace DataSync.Web.Access;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Per address, over all forms that take a password; an office may share one.</summary>
    public int AttemptsPerMinute { get; set; } = 20;
}

internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options) =>
        options.AttemptsPerMinute < 1
            ? ValidateOptionsResult.Fail("Auth:AttemptsPerMinute must be at least 1; leave it out for 20.")
            : ValidateOptionsResult.Success;
}

using Microsoft.Extensions.Options;

namespace DataSync.Web.Api;

/// <summary>Section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Of one caller: a token, an account, or an address without either.</summary>
    public int RequestsPerMinute { get; set; } = 120;
}

internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options) =>
        options.RequestsPerMinute is >= 1 and <= 100_000
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Api:RequestsPerMinute must be 1 to 100000; 120 is usual.");
}

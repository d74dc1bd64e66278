using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Access;

internal sealed class BootstrapOptionsValidator : IValidateOptions<BootstrapOptions>
{
    private const int ShortestToken = 32;

    public ValidateOptionsResult Validate(string? name, BootstrapOptions options)
    {
        var errors = new List<string>();
        if ((options.Email is null) != (options.Password is null))
            errors.Add("Auth:Bootstrap:Email and Auth:Bootstrap:Password go together: set both or none.");
        if (options.Email is { } email && !new EmailAddressAttribute().IsValid(email))
            errors.Add("Auth:Bootstrap:Email is not an e-mail address.");
        if (options.Password?.Length < AccountManagers.ShortestPassword)
            errors.Add(
                $"Auth:Bootstrap:Password is shorter than {AccountManagers.ShortestPassword} characters; choose a longer one."
            );
        else if (options.Password?.Distinct().Count() < AccountManagers.FewestCharacters)
            errors.Add(
                $"Auth:Bootstrap:Password has fewer than {AccountManagers.FewestCharacters} different characters; choose another one."
            );
        if (options.ApiToken?.Length < ShortestToken)
            errors.Add(
                $"Auth:Bootstrap:ApiToken is shorter than {ShortestToken} characters; `openssl rand -hex 32` makes a good one."
            );
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

using DataSync.Core;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Access;

/// <summary>Section <c>Auth:Oidc</c>: single sign-on, which brings second factors. Off without <see cref="Authority"/>.</summary>
public sealed class OidcOptions
{
    public const string Section = "Auth:Oidc";

    /// <summary>Address of the OpenID provider, e.g. <c>https://login.example.org/realms/net</c>.</summary>
    public string? Authority { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }
    public string? ClientSecretFile { get; set; }

    /// <summary>On the button of the sign-in page.</summary>
    public string Label { get; set; } = "Single sign-on";

    /// <summary>The claim that holds the role, and the value that stands for each. The highest found counts.</summary>
    public string RoleClaim { get; set; } = "roles";
    public string Admin { get; set; } = "datasync-admin";
    public string Operator { get; set; } = "datasync-operator";
    public string Viewer { get; set; } = "datasync-viewer";

    /// <summary>Asked for beside <c>openid</c>, <c>profile</c> and <c>email</c>, space-separated.</summary>
    public string? Scopes { get; set; }

    public bool IsConfigured => Authority is { Length: > 0 };
}

internal sealed class OidcOptionsValidator : IValidateOptions<OidcOptions>
{
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        if (!options.IsConfigured)
            return ValidateOptionsResult.Success;
        var errors = new List<string>();
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority))
            errors.Add("Auth:Oidc:Authority is no address, e.g. https://login.example.org/realms/net.");
        else if (authority.Scheme is not "https" && !authority.IsLoopback)
            errors.Add("Auth:Oidc:Authority must begin with https://: who may come in must not be told in clear.");
        if (options.ClientId is not { Length: > 0 })
            errors.Add("Auth:Oidc:ClientId is missing: the name DataSync is registered under at the provider.");
        if (options.ClientSecretFile is { } file && SecretFile.Read(file) is null)
            errors.Add(
                $"Auth:Oidc:ClientSecretFile '{file}' is missing or empty, or may not be read by the account DataSync runs as."
            );
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

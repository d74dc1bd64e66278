namespace DataSync.Core.Access;

/// <summary>Section <c>Auth:Bootstrap</c>: the first administrator and a token, for set-ups without a person.</summary>
public sealed class BootstrapOptions
{
    public const string Section = "Auth:Bootstrap";

    /// <summary>With <see cref="Password"/>; used only while there is no account.</summary>
    public string? Email { get; set; }
    public string? Password { get; set; }

    /// <summary>An API token with the role Admin, at least 32 characters; made once.</summary>
    public string? ApiToken { get; set; }
}

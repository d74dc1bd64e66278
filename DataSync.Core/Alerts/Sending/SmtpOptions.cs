using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace DataSync.Core.Alerts;

/// <summary>Section <c>Smtp</c>. Without <see cref="Host"/> nothing is mailed and the dashboard says so.</summary>
public sealed class SmtpOptions
{
    public const string Section = "Smtp";

    public string? Host { get; set; }

    /// <summary>Null: 465 for <see cref="SmtpSecurity.Tls"/>, else 587, and 25 without any.</summary>
    public int? Port { get; set; }
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;
    public string? Username { get; set; }
    public string? Password { get; set; }

    /// <summary>E.g. <c>DataSync &lt;datasync@example.org&gt;</c>.</summary>
    public string? From { get; set; }

    /// <summary>Mails in any minute, 1 to 1,000.</summary>
    public int PerMinute { get; set; } = 60;

    public bool IsConfigured => Host is { Length: > 0 };

    public int EffectivePort =>
        Port
        ?? Security switch
        {
            SmtpSecurity.Tls => 465,
            SmtpSecurity.None => 25,
            _ => 587,
        };

    internal SecureSocketOptions SocketOptions =>
        Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            SmtpSecurity.StartTlsWhenOffered => SecureSocketOptions.StartTlsWhenAvailable,
            _ => SecureSocketOptions.StartTls,
        };
}

public enum SmtpSecurity
{
    /// <summary>Plain at first, then encrypted, or nothing is sent.</summary>
    StartTls,

    /// <summary>Encrypted from the start.</summary>
    Tls,

    /// <summary>Encrypted where the server offers it.</summary>
    StartTlsWhenOffered,
    None,
}

internal sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        if (!options.IsConfigured)
            return ValidateOptionsResult.Success;
        var errors = new List<string>();
        if (options.From is not { } from || !MailboxAddress.TryParse(from, out _))
            errors.Add("Smtp:From must be the address mails come from, e.g. DataSync <datasync@example.org>.");
        if (options.EffectivePort is < 1 or > 65_535)
            errors.Add("Smtp:Port must be a port, e.g. 587.");
        if (options.PerMinute is < 1 or > 1_000)
            errors.Add("Smtp:PerMinute must be 1 to 1000.");
        if (options.Username is { Length: > 0 } != options.Password is { Length: > 0 })
            errors.Add("Smtp:Username and Smtp:Password go together: set both or none.");
        if (options.Username is { Length: > 0 } && options.Security is SmtpSecurity.None)
            errors.Add("Smtp:Security is None, which would send Smtp:Password in the clear: use StartTls or Tls.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

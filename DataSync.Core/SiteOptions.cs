using Microsoft.Extensions.Options;

namespace DataSync.Core;

/// <summary>Section <c>Site</c>: where people find DataSync.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>As people type it, e.g. <c>https://cmdb.example.org/sync</c>; in links that leave the program.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Path under which a proxy serves DataSync, e.g. <c>/sync</c>.</summary>
    public string? PathBase { get; set; }

    /// <summary>IANA name of the zone of quiet hours and of the days in mails and reports.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>UTC where <see cref="TimeZone"/> is none; the program does not start then.</summary>
    public TimeZoneInfo Zone =>
        TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Where DataSync is found, without a slash at the end.</summary>
    /// <param name="seen">How it was reached just now; used while no <see cref="PublicUrl"/> is set.</param>
    public string Root(string seen) => (PublicUrl ?? seen).TrimEnd('/');

    /// <summary>Scheme, host and port of <see cref="PublicUrl"/>; null without one.</summary>
    public string? PublicOrigin =>
        Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null;
}

public sealed class SiteOptionsValidator : IValidateOptions<SiteOptions>
{
    public ValidateOptionsResult Validate(string? name, SiteOptions options)
    {
        var errors = new List<string>();
        if (
            options.PublicUrl is { } text
            && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        )
            errors.Add("Site:PublicUrl is no web address, e.g. https://cmdb.example.org/sync.");
        if (options.PathBase is { Length: > 0 } path && (path[0] != '/' || path[^1] == '/'))
            errors.Add("Site:PathBase must begin with a slash and not end with one, e.g. /sync.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
            errors.Add("Site:TimeZone is no time zone of this machine, e.g. UTC or Europe/Berlin.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>Section <c>Alerts</c>.</summary>
public sealed class AlertOptions
{
    public const string Section = "Alerts";

    /// <summary>Called with GET after every good look at n8n, so that something outside notices when DataSync itself is gone.</summary>
    public string? HeartbeatUrl { get; set; }

    /// <summary>Told of alerts when mail has failed for five minutes, or is not set up.</summary>
    public string? WebhookUrl { get; set; }

    /// <summary>Key of the HMAC-SHA256 in the webhook's <c>X-DataSync-Signature</c>.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>A send ends so long before another process may try it.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>How long a process may take to send one message before another tries; 10 s to 1 h.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);
}

internal sealed class AlertOptionsValidator : IValidateOptions<AlertOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, AlertOptions options)
    {
        var errors = new List<string>();
        if (!IsUrl(options.HeartbeatUrl))
            errors.Add("Alerts:HeartbeatUrl is no web address, e.g. https://hc.example.org/ping/1234.");
        if (!IsUrl(options.WebhookUrl))
            errors.Add("Alerts:WebhookUrl is no web address, e.g. https://hooks.example.org/datasync.");
        if (options.WebhookUrl is { Length: > 0 } && options.WebhookSecret is not { Length: >= 16 })
            errors.Add("Alerts:WebhookSecret must have 16 characters or more: who receives the call checks by it.");
        if (options.Lease < Shortest || options.Lease > Longest)
            errors.Add("Alerts:Lease must be 00:00:10 to 01:00:00.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsUrl(string? text) =>
        text is not { Length: > 0 }
        || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https");
}

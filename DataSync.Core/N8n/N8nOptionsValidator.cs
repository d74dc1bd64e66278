using Microsoft.Extensions.Options;

namespace DataSync.Core.N8n;

/// <summary>Takes the key from its file and trims what was pasted. A file that cannot be read is the validator's to report.</summary>
internal sealed class N8nKeyFile : IPostConfigureOptions<N8nOptions>
{
    public void PostConfigure(string? name, N8nOptions options)
    {
        if (options is { ApiKey: null or "", ApiKeyFile.Length: > 0 })
            options.ApiKey = SecretFile.Read(options.ApiKeyFile);
        options.ApiKey = options.ApiKey?.Trim();
        options.McpKey = options.McpKey?.Trim();
        options.BaseUrl = options.BaseUrl?.Trim().TrimEnd('/');
        options.WebhookBaseUrl = options.WebhookBaseUrl?.Trim().TrimEnd('/');
    }
}

/// <summary>Collects every error; each names its key and says what to do. None repeats a key or a secret.</summary>
internal sealed class N8nOptionsValidator : IValidateOptions<N8nOptions>
{
    public ValidateOptionsResult Validate(string? name, N8nOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(N8nOptions options)
    {
        if (options.BaseUrl is { Length: > 0 } && !IsPlainHttp(options.BaseUrl))
            yield return "N8n:BaseUrl must be the http(s) address of n8n's public API without query or credentials, "
                + "for example http://172.16.30.60:5678/api/v1.";
        if (options.EditorUrl is { Length: > 0 } && !IsPlainHttp(options.EditorUrl))
            yield return "N8n:EditorUrl must be an http(s) address, for example http://172.16.30.60:5678; leave it out to "
                + "use the origin of N8n:BaseUrl.";
        if (options is { ApiKey: null or "", ApiKeyFile.Length: > 0 })
            yield return $"N8n:ApiKeyFile names '{options.ApiKeyFile}', which is missing or empty, or may not be read by the "
                + "account DataSync runs as: put n8n's API key into it, or set N8n:ApiKey instead.";
        if (!IsKey(options.ApiKey))
            yield return "N8n:ApiKey (or the file of N8n:ApiKeyFile) holds characters no key has: copy the key alone.";
        if (!IsKey(options.McpKey))
            yield return "N8n:McpKey holds characters no key has: copy the key alone, without the word Bearer.";
        if (options.WebhookBaseUrl is { Length: > 0 } && !IsPlainHttp(options.WebhookBaseUrl))
            yield return "N8n:WebhookBaseUrl must be the http(s) address before /webhook, without query or credentials, for "
                + "example http://172.16.30.60:5678; leave it out to use that of N8n:BaseUrl.";
        foreach (var (secretName, secret) in options.Secrets)
            if (!IsSecret(secret))
                yield return $"N8n:Secrets:{secretName} must be one line, 'Header-Name: value' for a webhook with header auth or "
                    + "'user:password' for one with basic auth.";
        if (options.RequestsPerMinute is < 1 or > 6000)
            yield return "N8n:RequestsPerMinute must be 1 to 6000; leave it out for 10.";
        if (options.MaxRetries is < 0 or > 3)
            yield return "N8n:MaxRetries must be 0 to 3; leave it out for 3.";
        if (options.AttemptTimeout < TimeSpan.FromSeconds(1) || options.AttemptTimeout > TimeSpan.FromMinutes(5))
            yield return "N8n:AttemptTimeout must be 00:00:01 to 00:05:00; leave it out for 15 seconds.";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone ?? "", out _))
            yield return $"N8n:TimeZone '{options.TimeZone}' is not a known zone: use an IANA name such as Europe/Berlin or UTC.";
    }

    private static bool IsKey(string? key) => key?.Any(character => character is <= ' ' or > '~') != true;

    private static bool IsSecret(string? secret) =>
        secret?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && !string.IsNullOrWhiteSpace(secret[..colon])
        && !string.IsNullOrWhiteSpace(secret[(colon + 1)..])
        && !secret.Any(char.IsControl);

    private static bool IsPlainHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https")
        && uri is { Query: "", Fragment: "", UserInfo: "" };
}

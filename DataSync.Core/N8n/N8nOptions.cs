namespace DataSync.Core.N8n;

/// <summary>Section <c>N8n</c>: where n8n is and how hard it may be asked.</summary>
public sealed class N8nOptions
{
    public const string Section = "N8n";

    /// <summary>The public API with its path, e.g. <c>http://172.16.30.60:5678/api/v1</c>. Unset: nothing is polled.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Sent as <c>X-N8N-API-KEY</c>. Never logged, never sent to a browser.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A file holding the key, for secret mounts; read once at start.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>What "open in n8n" opens; unset: the origin of <see cref="BaseUrl"/>.</summary>
    public string? EditorUrl { get; set; }

    /// <summary>What production webhooks are below, without <c>/webhook</c>; unset: where <see cref="BaseUrl"/> has n8n.</summary>
    public string? WebhookBaseUrl { get; set; }

    /// <summary>Bearer key of n8n's MCP server, which runs what has no webhook. Never logged, never sent to a browser.</summary>
    public string? McpKey { get; set; }

    /// <summary>Secrets of webhooks by name, <c>Header-Name: value</c> or <c>user:password</c>; only names reach a browser.</summary>
    public IDictionary<string, string> Secrets { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>IANA name of the instance's own zone, which its API does not tell.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Hard ceiling over any sliding 60 s at n8n's side, retries included.</summary>
    public int RequestsPerMinute { get; set; } = 10;

    /// <summary>Repeats of a failed GET, 0 to 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>How long one attempt may take until its answer begins.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsConfigured => BaseUrl is { Length: > 0 } && ApiKey is { Length: > 0 };
}

using System.Net.Http.Headers;
using System.Text;

namespace DataSync.Core.N8n;

/// <summary>The request that calls a webhook. It carries the webhook's own secret and never the API key.</summary>
internal static class WebhookRequest
{
    public static HttpRequestMessage Of(N8nWebhook webhook, string? secretName, N8nOptions settings)
    {
        var root =
            settings.WebhookBaseUrl is { Length: > 0 } set ? set
            : settings.BaseUrl is { Length: > 0 } api ? N8nClient.Root(api)
            : throw N8nActFailures.From(N8nFailures.NotConfigured(), mayHaveHappened: false);
        var below = new Uri(root + "/webhook/");
        var address = new Uri(below, string.Join('/', webhook.Path.Split('/').Select(Uri.EscapeDataString)));
        // Whoever writes a path in n8n chooses a webhook by it, and no other address.
        if (!address.AbsoluteUri.StartsWith(below.AbsoluteUri, StringComparison.Ordinal) || webhook.Path.Length == 0)
            throw N8nActFailures.Refused(
                "The path of the workflow's webhook is none that can be called: change it in n8n."
            );
        var request = new HttpRequestMessage(new HttpMethod(webhook.Method), address);
        if (webhook.Method is "POST" or "PUT" or "PATCH")
            request.Content = new ByteArrayContent("{}"u8.ToArray())
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        SignIn(request, webhook.Auth, secretName, settings);
        return request;
    }

    private static void SignIn(HttpRequestMessage request, N8nWebhookAuth auth, string? name, N8nOptions settings)
    {
        if (auth == N8nWebhookAuth.None)
            return;
        if (auth == N8nWebhookAuth.Other)
            throw N8nActFailures.Refused(
                "The workflow's webhook asks for a sign-in DataSync does not have: choose header auth or basic auth in n8n."
            );
        if (string.IsNullOrEmpty(name))
            throw N8nActFailures.Refused(
                "The workflow's webhook asks for a secret: choose one of those under N8n:Secrets for this workflow."
            );
        if (!settings.Secrets.TryGetValue(name, out var secret))
            throw N8nActFailures.Refused(
                $"No secret is set under N8n:Secrets:{name}: set it and start DataSync again."
            );
        if (auth == N8nWebhookAuth.Basic)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
            return;
        }
        var colon = secret.IndexOf(':', StringComparison.Ordinal);
        if (!request.Headers.TryAddWithoutValidation(secret[..colon].Trim(), secret[(colon + 1)..].Trim()))
            throw N8nActFailures.Refused(
                $"N8n:Secrets:{name} does not begin with the name of a header: set it to 'Header-Name: value'."
            );
    }
}

namespace DataSync.Core.N8n;

/// <summary>What a webhook asks its caller to show.</summary>
public enum N8nWebhookAuth
{
    None,
    Header,
    Basic,

    /// <summary>A JWT or a sign-in to n8n itself: DataSync cannot call such a webhook.</summary>
    Other,
}

/// <summary>A production webhook of a published workflow.</summary>
/// <param name="Path">What follows <c>/webhook/</c>, not escaped.</param>
/// <param name="Method">GET, POST, PUT, PATCH, DELETE or HEAD.</param>
public sealed record N8nWebhook(string Path, string Method, N8nWebhookAuth Auth);

namespace DataSync.Core.N8n;

/// <summary>How n8n answers at the moment, as far as a person has to do something different about it.</summary>
public enum N8nCondition
{
    /// <summary>Not asked yet since start.</summary>
    Unknown,
    Ok,

    /// <summary>No base address or no key is set.</summary>
    NotConfigured,

    /// <summary>Refused, no route, name not found, or no answer in time.</summary>
    Unreachable,

    /// <summary>401: the key is missing, wrong, expired, or the public API is off.</summary>
    Unauthorised,

    /// <summary>403: the key lacks a scope.</summary>
    ForbiddenScope,

    /// <summary>An answer that is not n8n's JSON: HTML, a redirect, another program, a cut-off body.</summary>
    NotAnN8n,

    /// <summary>429.</summary>
    RateLimited,

    /// <summary>5xx.</summary>
    ServerError,
}

using System.Buffers.Text;
using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>When a key of n8n runs out. Its keys are JWTs; whether one is genuine is n8n's to say, so nothing is verified.</summary>
internal static class KeyExpiry
{
    /// <summary>UTC; null: it never does, or does not tell.</summary>
    public static DateTime? Of(string? key)
    {
        if (key?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return
                WorkflowReader.Get(claims.RootElement, "exp") is { ValueKind: JsonValueKind.Number } expiry
                && expiry.TryGetDouble(out var seconds)
                && seconds > 0
                && seconds < (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds
                ? DateTime.UnixEpoch.AddSeconds(Math.Floor(seconds))
                : null;
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return null;
        }
    }
}

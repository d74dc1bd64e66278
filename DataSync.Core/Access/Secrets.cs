using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DataSync.Core.Access;

/// <summary>Random secrets that are shown once; only their hash is kept.</summary>
internal static class Secrets
{
    /// <summary>256 random bits, fit for an address.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Access;

/// <summary>The keys of the audit log, read at first use. Thread-safe.</summary>
public sealed class AuditKeys(IOptions<AuditOptions> options)
{
    public const int ShortestKey = 32;
    private const int KeyIdLength = 16;
    private const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lazy<IReadOnlyList<byte[]>> keys = new(() => Read(options.Value));

    /// <summary>Where the keys would be; null: they are there.</summary>
    internal string? MissingFrom =>
        options.Value.Key is { Length: > 0 } || File.Exists(options.Value.KeyFile)
            ? null
            : Path.GetFullPath(options.Value.KeyFile);

    /// <summary>Names the key that signs; tells nothing about it.</summary>
    public string CurrentId => IdOf(keys.Value[^1]);

    /// <summary>Null when this program does not have that key.</summary>
    public string? Sign(string keyId, string text)
    {
        var key = keys.Value.FirstOrDefault(key => string.Equals(IdOf(key), keyId, StringComparison.Ordinal));
        return key is null ? null : Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..KeyIdLength];

    private static IReadOnlyList<byte[]> Read(AuditOptions options)
    {
        if (options.Key is { Length: > 0 } given)
            return [Encoding.UTF8.GetBytes(given)];
        var file = Path.GetFullPath(options.KeyFile);
        if (!File.Exists(file))
            Create(file);
        return Load(file) ?? throw new InvalidOperationException(ComplaintOf(options.KeyFile));
    }

    /// <summary>What is wrong with a file that is there; null: nothing.</summary>
    internal static string? Complaint(string keyFile) =>
        File.Exists(keyFile) && Load(keyFile) is null ? ComplaintOf(keyFile) : null;

    private static string ComplaintOf(string keyFile) =>
        $"Audit:KeyFile '{keyFile}' must hold keys of at least {ShortestKey} characters, one a line, and be readable by the "
        + "account DataSync runs as.";

    private static IReadOnlyList<byte[]>? Load(string file)
    {
        // Two processes may start at once: the other one may be about to write.
        SpinWait.SpinUntil(() => new FileInfo(file).Length > 0, Patience);
        var lines = SecretFile.Read(file)?.Split('\n', Split) ?? [];
        return lines.Length > 0 && Array.TrueForAll(lines, line => line.Length >= ShortestKey)
            ? [.. lines.Select(Encoding.UTF8.GetBytes)]
            : null;
    }

    private static void Create(string file)
    {
        PrivateFolder.Create(Path.GetDirectoryName(file)!);
        try
        {
            using var stream = new FileStream(file, NewFile());
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process was first, and its key holds.
        }
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

namespace DataSync.Core;

/// <summary>A file that holds one secret, e.g. what a container mounts.</summary>
public static class SecretFile
{
    /// <returns>What stands in it, trimmed; null: it is missing, empty, or this account may not read it.</returns>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } secret ? secret : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

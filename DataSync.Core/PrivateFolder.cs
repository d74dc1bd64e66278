namespace DataSync.Core;

/// <summary>Where secrets and the database lie.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes it for the account DataSync runs as alone; one that is there already stays as it is.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

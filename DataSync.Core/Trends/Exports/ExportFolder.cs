namespace DataSync.Core.Trends;

/// <summary>
/// A folder of this process under the temporary one, made when it is first needed. An open file in it says that the process
/// lives; what one that was killed left behind, another removes when it starts.
/// </summary>
internal sealed class ExportFolder : IDisposable
{
    private const string Prefix = "datasync-exports-";
    private const string Alive = "alive";

    private static readonly FileStreamOptions Held = Options(FileMode.OpenOrCreate, FileShare.None);

    private readonly Lock making = new();
    private string? folder;
    private FileStream? alive;

    /// <summary>Readable by the program's own user only; it may be removed while it is read.</summary>
    public static FileStream Create(string path) =>
        new(path, Options(FileMode.CreateNew, FileShare.Read | FileShare.Delete));

    public string PathOf(string name)
    {
        lock (making)
        {
            // The system clears the temporary folder of what has not been used for days.
            if (!Directory.Exists(folder))
                Make();
            return Path.Combine(folder!, name);
        }
    }

    public static void RemoveForgotten()
    {
        foreach (var other in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            var sign = Path.Combine(other, Alive);
            try
            {
                if (!File.Exists(sign))
                    continue;
                using (new FileStream(sign, Held)) { }
                Directory.Delete(other, recursive: true);
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
                // Of a process that lives, or of another user.
            }
        }
    }

    public void Dispose()
    {
        alive?.Dispose();
        try
        {
            if (folder is not null)
                Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process has just removed it: without the sign of life it looks forgotten.
        }
    }

    private void Make()
    {
        alive?.Dispose();
        var made = Directory.CreateTempSubdirectory(Prefix).FullName;
        alive = new(Path.Combine(made, Alive), Held);
        folder = made;
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

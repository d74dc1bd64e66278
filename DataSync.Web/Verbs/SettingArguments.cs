namespace DataSync.Web.Verbs;

/// <summary>
/// Settings among the arguments, as everywhere in .NET: <c>--Section:Key=value</c>. A colon in the name tells them from options.
/// </summary>
internal static class SettingArguments
{
    public static (IReadOnlyList<string> Words, IReadOnlyList<string> Settings) Split(IReadOnlyList<string> args)
    {
        var settings = args.Where(IsSetting).ToList();
        return ([.. args.Where(arg => !IsSetting(arg))], settings);
    }

    private static bool IsSetting(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal)
        && arg.IndexOf('=', StringComparison.Ordinal) is > 0 and var end
        && arg.IndexOf(':', 0, end) > 0;
}

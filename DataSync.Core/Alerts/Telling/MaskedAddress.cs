using System.Text.RegularExpressions;

namespace DataSync.Core.Alerts;

/// <summary>Addresses of recipients as those see them who do not choose them: j…@example.org.</summary>
internal static partial class MaskedAddress
{
    /// <summary>Masks every address in a text, whoever wrote it.</summary>
    public static string In(string text) => Address().Replace(text, "${first}…${rest}");

    [GeneratedRegex(@"(?<first>[^\s<>,;])[^\s<>,;]*(?<rest>@[^\s<>,;]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}

using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

/// <summary>What is wrong with settings, a sentence each that names its key.</summary>
internal static class SettingComplaints
{
    /// <returns>Empty: it is about something else.</returns>
    public static IReadOnlyList<string> Of(Exception failure) =>
        failure switch
        {
            OptionsValidationException one => [.. one.Failures],
            AggregateException many => [.. many.InnerExceptions.SelectMany(Of)],
            // What the binder cannot read, e.g. a word where a number belongs.
            InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } =>
            [
                failure.Message,
            ],
            _ => [],
        };
}

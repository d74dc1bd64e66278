using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

internal static class SettingsCheck
{
    private const string Subject = "settings";

    /// <summary>The program with these settings; null: they are wrong, and nothing else can be tried.</summary>
    public static async Task<(VerbHost? Host, IReadOnlyList<CheckResult> Results)> BuildAsync(
        IReadOnlyList<string> settings
    )
    {
        VerbHost? host = null;
        try
        {
            host = await VerbHost.BuildAsync(settings);
            host.Services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception wrong) when (SettingComplaints.Of(wrong) is { Count: > 0 } complaints)
        {
            if (host is not null)
                await host.DisposeAsync();
            return (null, [.. complaints.Select(complaint => new CheckResult(CheckState.Failed, Subject, complaint))]);
        }
        var unknown = SettingKeys.Unknown(host.Configuration);
        return unknown.Count == 0
            ? (host, [new(CheckState.Ok, Subject, "All that is set can be used.")])
            : (
                host,
                [
                    .. unknown.Select(key => new CheckResult(
                        CheckState.Warning,
                        Subject,
                        $"{key} is no setting of DataSync.",
                        "Look for a slip of the pen; docs/configuration.md has them all."
                    )),
                ]
            );
    }
}

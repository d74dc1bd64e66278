namespace DataSync.Web.Observability;

/// <summary>Section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>Lets everybody who reaches the program read <c>/metrics</c>; else a token of role Viewer is needed.</summary>
    public bool Anonymous { get; set; }
}

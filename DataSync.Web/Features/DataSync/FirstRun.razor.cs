using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Features.Dashboard;

/// <summary>
/// What stands where n8n has never been read: what is set, what came of asking n8n with it, and the lines that are missing
/// or wrong. The poller does the asking, within its budget; nothing secret is shown or taken here.
/// </summary>
public sealed partial class FirstRun(IOptions<N8nOptions> n8n, TimeProvider Time) : ComponentBase
{
    private const string ApiPath = "/api/v1";

    [Parameter, EditorRequired]
    public SystemStatus Status { get; set; } = null!;

    [Parameter]
    public bool Requested { get; set; }

    /// <summary>Whoever only reads is not shown what they cannot do.</summary>
    [Parameter]
    public bool MayRefresh { get; set; }

    [Parameter]
    public EventCallback Refresh { get; set; }

    /// <summary>Whether it is this page's to say what is wrong, and not the banners' of a page with a picture.</summary>
    public static bool IsFor(SystemStatus status) =>
        status.Database is not (DatabaseCondition.Failed or DatabaseCondition.Unreachable)
        && (
            status.N8n == N8nCondition.NotConfigured
            || (status.KnownUntil is null && Conditions.OfN8n(status) is not null)
        );

    private ConditionText? Trouble => Status.N8n == N8nCondition.NotConfigured ? null : Conditions.OfN8n(Status);

    private bool IsAddressSet => n8n.Value.BaseUrl is { Length: > 0 };

    private bool IsKeySet => n8n.Value.ApiKey is { Length: > 0 };

    private bool NeedsAddress => !IsAddressSet || Status.N8n is N8nCondition.NotAnN8n or N8nCondition.Unreachable;

    private bool NeedsKey => !IsKeySet || Status.N8n == N8nCondition.Unauthorised;

    /// <summary>n8n may just not be running.</summary>
    private bool MayBeRight => IsAddressSet && WithPath is null && NeedsAddress;

    /// <summary>What is set with the API's path, where that is all that is missing.</summary>
    private string? WithPath =>
        Status.N8n == N8nCondition.NotAnN8n
        && n8n.Value.BaseUrl is { Length: > 0 } set
        && !set.EndsWith(ApiPath, StringComparison.Ordinal)
            ? set + ApiPath
            : null;
}

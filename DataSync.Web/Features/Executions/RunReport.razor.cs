using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Features.Executions;

/// <summary>All that is known of one run.</summary>
public sealed partial class RunReport(NavigationManager navigation, IOptions<N8nOptions> n8n, TimeProvider Time)
    : ComponentBase
{
    private ElementReference title;
    private string? drawn;

    [Parameter, EditorRequired]
    public ExecutionDetail Detail { get; set; } = null!;

    /// <summary>What is around it says which run it is.</summary>
    [Parameter]
    public bool IsAlone { get; set; }

    private ErrorMeaning? Meaning =>
        Detail.Digest?.Error is { } error ? ErrorClassifier.Explain(error)
        : Detail.Summary.ErrorMessage is { Length: > 0 } message ? ErrorClassifier.ExplainMessage(message)
        : null;

    private string? EditorAddress =>
        Detail.IsInN8n ? N8nEditor.Execution(n8n.Value, Detail.Summary.WorkflowId, Detail.N8nExecutionId) : null;

    /// <summary>The run by itself, whatever else the address says now.</summary>
    private string Link =>
        navigation.ToAbsoluteUri($"data-sync?run={Uri.EscapeDataString(Detail.Summary.ExecutionId)}").AbsoluteUri;

    private string HistoryAddress =>
        PageFrames.Keep(navigation.Uri, $"data-sync?workflow={Uri.EscapeDataString(Detail.Summary.WorkflowId)}");

    private string Address(string run) => navigation.GetUriWithQueryParameter("run", run);

    /// <summary>A reader of the screen is told that another run is shown, and reads on from its beginning.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (string.Equals(drawn, Detail.Summary.ExecutionId, StringComparison.Ordinal))
            return;
        drawn = Detail.Summary.ExecutionId;
        await title.FocusAsync(preventScroll: true);
    }
}

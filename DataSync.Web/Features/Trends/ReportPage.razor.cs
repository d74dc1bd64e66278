using DataSync.Core.Access;
using DataSync.Core.Trends;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Trends;

/// <summary>An issued report as it was frozen; printed it is a paper.</summary>
public sealed partial class ReportPage(ReportReader reader, NavigationManager navigation) : GuardedComponent
{
    private IssuedReport? report;
    private int? read;

    [Parameter]
    public int Id { get; set; }

    private NavigationManager Navigation => navigation;

    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || read == Id)
            return;
        read = Id;
        Problem = await GuardAsync(
            async () =>
                report = await reader.FindAsync(Id, Left) ?? throw RefusedException.Unknown("There is no such report."),
            OpenAgain
        );
    }
}

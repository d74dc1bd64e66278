using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Trends;

/// <summary>An issued report as it was frozen; printed it is a paper.</summary>
public sealed partial class ReportPage(
    ReportReader reader,
    DatabaseState database,
    NavigationManager navigation,
    ILogger<ReportPage> logger
) : ComponentBase
{
    private IssuedReport? report;
    private string? problem;
    private int? read;

    [Parameter]
    public int Id { get; set; }

    private NavigationManager Navigation => navigation;

    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || read == Id)
            return;
        read = Id;
        try
        {
            report = await reader.FindAsync(Id, default);
            problem = report is null ? "There is no such report." : null;
        }
        catch (Exception failure)
        {
            database.ReportFailure(failure);
            Failed(logger, failure);
            problem = "The report could not be read. Open it again once the database answers.";
        }
    }

    [LoggerMessage(2053, LogLevel.Error, "A report could not be read")]
    private static partial void Failed(ILogger logger, Exception failure);
}

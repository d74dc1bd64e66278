using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Trends;

/// <summary>The reports that were issued, and issuing one.</summary>
public sealed partial class ReportsPage(
    ReportReader reader,
    ReportService service,
    SiteCalendar calendar,
    CurrentActor current,
    AccessDirectory access,
    TimeProvider time,
    NavigationManager navigation
) : GuardedComponent
{
    private const string Own = "own";
    private const int MonthsOffered = 12;
    private const int QuartersOffered = 4;

    private List<ReportSummary>? items;
    private bool hasMore;
    private IReadOnlyList<ReportPeriod> offered = [];
    private Role? role;
    private string chosen = Own;
    private DateOnly first;
    private DateOnly last;
    private string? reason;
    private bool asksReason;

    private NavigationManager Navigation => navigation;

    protected override async Task OnInitializedAsync()
    {
        var today = calendar.Date(time.UtcNow());
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = ReportPeriod.QuarterOf(today).First;
        offered =
        [
            .. Enumerable.Range(1, MonthsOffered).Select(back => ReportPeriod.MonthOf(month.AddMonths(-back))),
            .. Enumerable
                .Range(1, QuartersOffered)
                .Select(back => ReportPeriod.QuarterOf(quarter.AddMonths(-3 * back))),
        ];
        chosen = offered[0].Title;
        (first, last) = (today.AddDays(-7), today.AddDays(-1));
        if (!RendererInfo.IsInteractive)
            return;
        role = access.RoleOf(await current.GetAsync());
        await TryAsync(() => ReadAsync(below: null), OpenAgain);
    }

    private void Choose(ChangeEventArgs change) =>
        (chosen, asksReason, reason, Problem) = (change.Value?.ToString() ?? Own, false, null, null);

    private Task MoreAsync() => TryAsync(() => ReadAsync(items![^1].Id));

    private async Task ReadAsync(int? below)
    {
        var page = await reader.PageAsync(below, ReportReader.MostPerPage, Left);
        hasMore = page.Count == ReportReader.MostPerPage;
        items = [.. items ?? [], .. page];
    }

    private Task IssueAsync() =>
        TryAsync(async () =>
        {
            var period = string.Equals(chosen, Own, StringComparison.Ordinal)
                ? ReportPeriod.Of(first, last)
                : offered.First(one => string.Equals(one.Title, chosen, StringComparison.Ordinal));
            try
            {
                var id = await service.IssueAsync(await current.GetAsync(), period, reason, Left);
                navigation.NavigateTo(PageFrames.Keep(navigation.Uri, $"data-sync/reports/{id}"));
            }
            catch (RefusedException refused) when (refused.Field is "reason")
            {
                asksReason = true;
                throw;
            }
        });
}

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
    DatabaseState database,
    TimeProvider time,
    NavigationManager navigation,
    ILogger<ReportsPage> logger
) : ComponentBase, IDisposable
{
    private const string Own = "own";
    private const int MonthsOffered = 12;
    private const int QuartersOffered = 4;

    private readonly CancellationTokenSource left = new();
    private List<ReportSummary>? items;
    private IReadOnlyList<ReportPeriod> offered = [];
    private Role? role;
    private string chosen = Own;
    private DateOnly first;
    private DateOnly last;
    private string? reason;
    private string? problem;
    private bool asksReason;
    private bool isBusy;

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
        await TryAsync(async () => items = [.. await reader.PageAsync(null, ReportReader.MostPerPage, left.Token)]);
    }

    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
    }

    private void Choose(ChangeEventArgs change) =>
        (chosen, asksReason, reason, problem) = (change.Value?.ToString() ?? Own, false, null, null);

    private Task MoreAsync() =>
        TryAsync(async () =>
            items!.AddRange(await reader.PageAsync(items[^1].Id, ReportReader.MostPerPage, left.Token))
        );

    private Task IssueAsync() =>
        TryAsync(async () =>
        {
            var period = string.Equals(chosen, Own, StringComparison.Ordinal)
                ? ReportPeriod.Of(first, last)
                : offered.First(one => string.Equals(one.Title, chosen, StringComparison.Ordinal));
            try
            {
                var id = await service.IssueAsync(await current.GetAsync(), period, reason, left.Token);
                navigation.NavigateTo(PageFrames.Keep(navigation.Uri, $"data-sync/reports/{id}"));
            }
            catch (RefusedException refused) when (refused.Field is "reason")
            {
                asksReason = true;
                throw;
            }
        });

    private async Task TryAsync(Func<Task> act)
    {
        (isBusy, problem) = (true, null);
        try
        {
            await act();
        }
        catch (RefusedException refused)
        {
            problem = refused.Message;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Nobody looks at it any more.
        }
        catch (Exception failure)
        {
            database.ReportFailure(failure);
            Failed(logger, failure);
            problem = "That could not be read or stored. Nothing was changed; try again once the database answers.";
        }
        finally
        {
            isBusy = false;
        }
    }

    [LoggerMessage(2062, LogLevel.Error, "Reports could not be read or issued")]
    private static partial void Failed(ILogger logger, Exception failure);
}

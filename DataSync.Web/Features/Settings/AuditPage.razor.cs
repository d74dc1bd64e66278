using DataSync.Core.Access;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Settings;

/// <summary>The audit log: who did what.</summary>
public sealed partial class AuditPage(
    AuditLog log,
    AuditChain chain,
    CurrentActor current,
    NavigationManager navigation
) : GuardedComponent
{
    private const int PageSize = 50;
    private const int MostShown = 1_000;

    private CancellationTokenSource? reading;
    private AuditFilter filter = AuditFilter.None;
    private List<AuditEntry>? entries;
    private AuditVerdict? verdict;
    private string? misread;
    private bool hasMore;
    private bool isLoading;

    // What stands in the form, applied when it is sent.
    private string who = "";
    private string action = "";
    private string subject = "";
    private DateOnly? from;
    private DateOnly? to;

    [SupplyParameterFromQuery(Name = "who")]
    private string? WhoText { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    private string? ActionText { get; set; }

    [SupplyParameterFromQuery(Name = "subject")]
    private string? SubjectText { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    /// <summary>Also what the address asks for, where it is no action of this version.</summary>
    private IEnumerable<(string Action, string Words)> Choices =>
        action.Length == 0
        || AuditWords.Choices.Any(choice => string.Equals(choice.Action, action, StringComparison.Ordinal))
            ? AuditWords.Choices
            : AuditWords.Choices.Append((action, AuditWords.Of(action)));

    protected override void Leave() => reading?.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            var wanted = AuditFilter.Parse(WhoText, ActionText, SubjectText, FromText, ToText);
            if (entries is not null && misread is null && wanted == filter)
                return;
            (filter, misread) = (wanted, null);
            (who, action, subject, from, to) = (wanted.Who, wanted.Action, wanted.Subject, wanted.From, wanted.To);
        }
        catch (RefusedException refused)
        {
            misread = refused.Message;
            return;
        }
        // What is drawn before the page is alive would be drawn again at once, and jump.
        if (RendererInfo.IsInteractive)
            await ReadAsync(below: null);
    }

    private void Apply() => navigation.NavigateTo(AddressOf(new(who.Trim(), action, subject.Trim(), from, to)));

    private string AddressOf(AuditFilter one) => PageFrames.Keep(navigation.Uri, one.Address);

    private Task LoadMoreAsync() => ReadAsync(entries![^1].Seq);

    private async Task ReadAsync(long? below)
    {
        reading?.Cancel();
        reading?.Dispose();
        reading = CancellationTokenSource.CreateLinkedTokenSource(Left);
        var mine = reading.Token;
        (isLoading, Problem) = (true, null);
        var failed = await GuardAsync(() => ReadAsync(below, mine), OpenAgain);
        // Another filter was chosen meanwhile, or the page was left.
        if (!mine.IsCancellationRequested)
            (isLoading, Problem) = (false, failed);
    }

    private async Task ReadAsync(long? below, CancellationToken mine)
    {
        try
        {
            // One more tells whether there is more.
            var page = await log.ReadAsync(await current.GetAsync(), filter.Query, below, PageSize + 1, mine);
            mine.ThrowIfCancellationRequested();
            hasMore = page.Count > PageSize;
            entries = [.. below is null ? [] : entries ?? [], .. page.Take(PageSize)];
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
    }

    private Task VerifyAsync() =>
        TryAsync(async () =>
        {
            verdict = null;
            verdict = await chain.VerifyAsync(Left);
        });
}

using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Features.Alerts;

/// <summary>For administrators: recipients and what they get first; the rest is folded away.</summary>
public sealed partial class AlertConfigModal(
    RecipientService service,
    TestMail mail,
    CurrentActor current,
    LiveBoard board,
    IOptions<SiteOptions> site,
    TimeProvider time,
    AlertDesk desk
) : AlertComponent(desk, board, time)
{
    private IReadOnlyList<RecipientView>? recipients;
    private AlertRules? rules;
    private RecipientDraft? draft;
    private int? removing;
    private TestMailResult? test;
    private string done = "";
    private string previewOf = "";
    private DateTime? previewAt;
    private string preview = "";

    /// <summary>The page without this dialog.</summary>
    [Parameter, EditorRequired]
    public string Close { get; set; } = "";

    protected override async Task LoadAsync()
    {
        var actor = await current.GetAsync();
        recipients = await service.RecipientsAsync(actor, Left);
        rules ??= await service.RulesAsync(actor, Left);
    }

    private Task SaveAsync() =>
        TryAsync(async () =>
        {
            done = "";
            var saved = await service.SaveAsync(
                await current.GetAsync(),
                draft!.Id,
                draft.Email,
                draft.Name,
                draft.Subscriptions(),
                Left
            );
            (draft, done) = (null, $"{saved.Email} was saved.");
            await LoadAsync();
        });

    private Task RemoveAsync(RecipientView one) =>
        TryAsync(async () =>
        {
            await service.RemoveAsync(await current.GetAsync(), one.Id, Left);
            (removing, done) = (null, $"{one.Email} gets no more mails.");
            await LoadAsync();
        });

    private Task TestAsync(string email) =>
        TryAsync(async () =>
        {
            test = null;
            test = await mail.SendAsync(await current.GetAsync(), email, Left);
        });

    private Task SaveRulesAsync(AlertRules changed) =>
        TryAsync(async () =>
        {
            await service.SetRulesAsync(await current.GetAsync(), changed, Left);
            (rules, done) = (changed, "The rules were saved.");
        });

    private Task PreviewAsync() =>
        TryAsync(async () =>
        {
            var zone = site.Value.Zone;
            var at = previewAt is { } local ? UtcTime.Of(local, zone) : Now;
            var found = await service.PreviewAsync(
                await current.GetAsync(),
                previewOf,
                AlertEvent.Failure,
                at,
                zone,
                Left
            );
            preview = Told(found);
        });

    private static string Told(AlertPreview found)
    {
        if (found.Emails.IsEmpty)
            return "Nobody would be told. "
                + (
                    found.WhyNot
                    ?? (
                        found.IsUnclassified
                            ? "Its cloud and type are not known, so only who names the workflow itself is told."
                            : "Nobody has asked for it."
                    )
                );
        var when = found.IsQuiet ? "after the quiet hours, in one mail" : "within a minute";
        var which = found.AfterFailures == 1 ? "" : $" once {found.AfterFailures} runs in a row have failed";
        return $"{string.Join(", ", found.Emails)} would be told {when}{which}.";
    }

    private List<(string Value, string Words)> Choices(SubscriptionScope scope) =>
        scope switch
        {
            SubscriptionScope.Provider =>
            [
                .. Enum.GetValues<CloudProvider>().Select(one => (EnumWords.Of(one), Words.Of(one))),
            ],
            SubscriptionScope.Type =>
            [
                .. Enum.GetValues<WorkflowType>().Select(one => (EnumWords.Of(one), Words.Of(one))),
            ],
            SubscriptionScope.Workflow => [.. Board.Tiles.Select(tile => (tile.WorkflowId, tile.Name))],
            _ => [],
        };

    private string Gets(RecipientView one) =>
        string.Join(
            "; ",
            one.Subscriptions.Select(wish =>
                $"{About(wish)}: {string.Join(", ", wish.Events.Select(happening => AlertWords.Of(happening).ToLowerInvariant()))}"
            )
        );

    private string About(Subscription wish) =>
        wish.Scope == SubscriptionScope.All
            ? "everything"
            : Choices(wish.Scope).Find(one => string.Equals(one.Value, wish.Value, StringComparison.Ordinal)).Words
                ?? wish.Value!;
}

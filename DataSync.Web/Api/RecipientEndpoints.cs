using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Api;

/// <summary>Somebody who gets mails.</summary>
/// <param name="Email">One address.</param>
/// <param name="Name">For people only.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RecipientInput(string Email, string? Name, ImmutableArray<Subscription> Subscriptions);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TestMailOrder(string Email);

/// <summary>All of the rules: what is left out gets its default.</summary>
/// <param name="Muted">Kinds of trouble nobody is told of; none.</param>
/// <param name="AfterFailures">In a row, of one workflow, before people are told: 1 to 100; 1.</param>
/// <param name="ReminderHours">Between two reminders of an open incident, 1 to 168, or 0 for never; 4.</param>
/// <param name="QuietFrom">Time of day in DataSync's zone from which nobody is disturbed; never.</param>
/// <param name="QuietTo">Until when.</param>
/// <param name="Maintenance">Planned work, at most 100: as quiet hours.</param>
/// <param name="DigestHour">Of the day in DataSync's zone, 0 to 23; 8.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AlertRulesInput(
    ImmutableArray<IncidentKind>? Muted = null,
    int? AfterFailures = null,
    int? ReminderHours = null,
    TimeOnly? QuietFrom = null,
    TimeOnly? QuietTo = null,
    ImmutableArray<MaintenanceWindow>? Maintenance = null,
    int? DigestHour = null
)
{
    public AlertRules Rules() =>
        new()
        {
            Muted = Muted ?? AlertRules.Default.Muted,
            AfterFailures = AfterFailures ?? AlertRules.Default.AfterFailures,
            ReminderHours = ReminderHours ?? AlertRules.Default.ReminderHours,
            QuietFrom = QuietFrom,
            QuietTo = QuietTo,
            Maintenance = Maintenance ?? AlertRules.Default.Maintenance,
            DigestHour = DigestHour ?? AlertRules.Default.DigestHour,
        };
}

internal sealed record AudienceQuery([property: Description("If it failed then; now.")] Moment? At);

/// <summary>Who is told, of what, and when.</summary>
internal static class RecipientEndpoints
{
    public static void MapWhoIsTold(this IEndpointRouteBuilder api)
    {
        MapRecipients(api.MapGroup("recipients").WithTags(ApiTags.Alerts).RequireAuthorization(AccessPolicies.Admin));
        MapRules(api.MapGroup("alert-rules").WithTags(ApiTags.Alerts));
        api.MapGet("workflows/{workflowId}/audience", AudienceAsync)
            .WithTags(ApiTags.Alerts)
            .RequireAuthorization(AccessPolicies.Admin)
            .WithName("getAudience")
            .WithSummary("Who would be mailed if a workflow failed")
            .WithDescription("By the rules and the recipients of now. Nothing is sent.")
            .Refuses(404)
            .WithExample(200, ApiExamples.Preview);
    }

    private static void MapRules(RouteGroupBuilder rules)
    {
        rules
            .MapGet("", RulesAsync)
            .WithName("getAlertRules")
            .WithSummary("When people are told")
            .WithExample(200, ApiExamples.Rules);
        rules
            .MapPut("", SetRulesAsync)
            .RequireAuthorization(AccessPolicies.Admin)
            .WithName("changeAlertRules")
            .WithSummary("Change when people are told")
            .WithDescription("The rules as a whole: what is left out gets its default. They hold from then on.")
            .WithExample(ApiExamples.NewRules)
            .WithExample(200, ApiExamples.Rules);
    }

    private static void MapRecipients(RouteGroupBuilder recipients)
    {
        recipients
            .MapGet("", RecipientsAsync)
            .WithName("listRecipients")
            .WithSummary("Who gets mails, and about what")
            .WithExample(200, new Page<RecipientView>([ApiExamples.Recipient]));
        recipients
            .MapPost("", AddAsync)
            .WithName("createRecipient")
            .WithSummary("Add a recipient")
            .Refuses(409)
            .WithExample(ApiExamples.NewRecipient)
            .WithExample(201, ApiExamples.Recipient);
        recipients
            .MapPut("{id:int}", ChangeAsync)
            .WithName("changeRecipient")
            .WithSummary("Change a recipient")
            .Refuses(404, 409)
            .WithExample(ApiExamples.NewRecipient)
            .WithExample(200, ApiExamples.Recipient);
        recipients
            .MapDelete("{id:int}", RemoveAsync)
            .WithName("removeRecipient")
            .WithSummary("Remove a recipient")
            .Refuses(404);
        recipients
            .MapPost("test", TestAsync)
            .WithName("sendTestMail")
            .WithSummary("Send a test mail and show what the mail server says")
            .Refuses(409)
            .WithExample(new TestMailOrder("network-team@example.org"))
            .WithExample(200, new TestMailResult(true, "S: 250 2.0.0 Ok: queued"));
    }

    private static async Task<Ok<Page<RecipientView>>> RecipientsAsync(
        HttpContext http,
        RecipientService recipients,
        CancellationToken cancellation
    ) => TypedResults.Ok(new Page<RecipientView>(await recipients.RecipientsAsync(http.GetActor(), cancellation)));

    private static async Task<Created<RecipientView>> AddAsync(
        RecipientInput input,
        HttpContext http,
        RecipientService recipients,
        CancellationToken cancellation
    ) => TypedResults.Created((string?)null, await SaveAsync(null, input, http, recipients, cancellation));

    private static async Task<Ok<RecipientView>> ChangeAsync(
        [Description("Of the recipient.")] int id,
        RecipientInput input,
        HttpContext http,
        RecipientService recipients,
        CancellationToken cancellation
    ) => TypedResults.Ok(await SaveAsync(id, input, http, recipients, cancellation));

    private static Task<RecipientView> SaveAsync(
        int? id,
        RecipientInput input,
        HttpContext http,
        RecipientService recipients,
        CancellationToken cancellation
    ) => recipients.SaveAsync(http.GetActor(), id, input.Email ?? "", input.Name, input.Subscriptions, cancellation);

    private static async Task<NoContent> RemoveAsync(
        [Description("Of the recipient.")] int id,
        HttpContext http,
        RecipientService recipients,
        CancellationToken cancellation
    )
    {
        await recipients.RemoveAsync(http.GetActor(), id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TestMailResult>> TestAsync(
        TestMailOrder order,
        HttpContext http,
        TestMail mail,
        CancellationToken cancellation
    ) => TypedResults.Ok(await mail.SendAsync(http.GetActor(), order.Email ?? "", cancellation));

    private static async Task<Ok<AlertRules>> RulesAsync(
        HttpContext http,
        RecipientService recipients,
        CancellationToken cancellation
    ) => TypedResults.Ok(await recipients.RulesAsync(http.GetActor(), cancellation));

    private static async Task<Ok<AlertRules>> SetRulesAsync(
        AlertRulesInput input,
        HttpContext http,
        RecipientService recipients,
        CancellationToken cancellation
    )
    {
        await recipients.SetRulesAsync(http.GetActor(), input.Rules(), cancellation);
        return TypedResults.Ok(input.Rules());
    }

    private static async Task<Ok<AlertPreview>> AudienceAsync(
        [Description("n8n's id.")] string workflowId,
        [AsParameters] AudienceQuery query,
        HttpContext http,
        RecipientService recipients,
        IOptions<SiteOptions> site,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        TypedResults.Ok(
            await recipients.PreviewAsync(
                http.GetActor(),
                workflowId,
                AlertEvent.Failure,
                query.At?.Utc ?? time.UtcNow(),
                site.Value.Zone,
                cancellation
            )
        );
}

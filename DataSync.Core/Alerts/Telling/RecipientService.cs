using System.Collections.Immutable;
using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace DataSync.Core.Alerts;

/// <summary>Who is told of what, and when. Everything is noted in the audit log. Thread-safe.</summary>
public sealed class RecipientService(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    AuditTrail audit,
    AccessDirectory access,
    LiveBoard board,
    TimeProvider time
)
{
    public const int MostRecipients = 500;
    private const int MostSubscriptions = 100;
    private const int MostWindows = 100;

    public async Task<AlertRules> RulesAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await RulesAsync(context, cancellation);
    }

    internal static async Task<AlertRules> RulesAsync(DataSyncDbContext context, CancellationToken cancellation)
    {
        var text = await context.AlertRules.Select(row => row.Rules).SingleOrDefaultAsync(cancellation);
        return text is null ? AlertRules.Default : AlertJson.Read<AlertRules>(text);
    }

    /// <exception cref="RefusedException">Something of it cannot be.</exception>
    public Task SetRulesAsync(Actor actor, AlertRules rules, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        if (rules.AfterFailures is < 1 or > 100)
            throw RefusedException.Invalid("afterFailures", "Alert after 1 to 100 failures in a row.");
        if (rules.ReminderHours is < 0 or > 168)
            throw RefusedException.Invalid("reminderHours", "Remind every 1 to 168 hours, or 0 for never.");
        if (rules.QuietFrom is null != rules.QuietTo is null)
            throw RefusedException.Invalid("quietFrom", "Quiet hours need a beginning and an end.");
        if (rules.Maintenance.Any(one => one.To <= one.From))
            throw RefusedException.Invalid("maintenance", "A maintenance window ends after it begins.");
        if (rules.Maintenance.Length > MostWindows)
            throw RefusedException.Invalid("maintenance", $"There may be {MostWindows} maintenance windows.");
        if (rules.Maintenance.Any(one => one.Reason?.Length > StoredText.Name))
            throw RefusedException.Invalid("maintenance", $"A reason has at most {StoredText.Name} characters.");
        if (rules.DigestHour is < 0 or > 23)
            throw RefusedException.Invalid("digestHour", "The digest goes out at an hour from 0 to 23.");
        return writes.RunAsync(
            async (context, _, token) =>
            {
                var row = await context.AlertRules.SingleOrDefaultAsync(token);
                var before = row is null ? AlertRules.Default : AlertJson.Read<AlertRules>(row.Rules);
                if (row is null)
                    context.AlertRules.Add(row = new() { Rules = "" });
                row.Rules = AlertJson.Write(rules);
                await audit.AppendAsync(
                    context,
                    actor,
                    new(AuditActions.AlertRulesChanged, null, before, rules),
                    token
                );
                return 0;
            },
            cancellation
        );
    }

    public async Task<IReadOnlyList<RecipientView>> RecipientsAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await AlertComposer.RecipientsAsync(context, cancellation);
    }

    /// <summary>Adds a recipient, or changes the one of <paramref name="id"/>.</summary>
    /// <exception cref="RefusedException">Something of it cannot be, or the address has a recipient already.</exception>
    public Task<RecipientView> SaveAsync(
        Actor actor,
        int? id,
        string email,
        string? name,
        ImmutableArray<Subscription> subscriptions,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Admin);
        email = CheckAddress(email);
        name = name?.Trim() is { Length: > 0 } given ? CheckName(given) : null;
        Check(subscriptions);
        return writes.RunAsync(
            async (context, _, token) =>
            {
                var all = await context.Recipients.ToListAsync(token);
                var row = id is null
                    ? null
                    : all.Find(one => one.Id == id) ?? throw RefusedException.Unknown("There is no such recipient.");
                if (all.Exists(one => one != row && Same(one.Email, email)))
                    throw RefusedException.Conflict($"{email} is a recipient already.");
                if (row is null && all.Count >= MostRecipients)
                    throw RefusedException.Conflict($"There are {MostRecipients} recipients, which is the most.");
                var before = row is null ? null : RecipientView.Of(row);
                if (row is null)
                    context.Recipients.Add(
                        row = new()
                        {
                            Email = email,
                            Subscriptions = "",
                            CreatedAt = time.UtcNow(),
                        }
                    );
                (row.Email, row.Name, row.Subscriptions) = (email, name, RecipientView.Write(subscriptions));
                await context.SaveChangesAsync(token);
                var after = RecipientView.Of(row);
                await audit.AppendAsync(context, actor, new(AuditActions.RecipientSaved, email, before, after), token);
                return after;
            },
            cancellation
        );
    }

    public Task RemoveAsync(Actor actor, int id, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        return writes.RunAsync(
            async (context, _, token) =>
            {
                var row =
                    await context.Recipients.SingleOrDefaultAsync(one => one.Id == id, token)
                    ?? throw RefusedException.Unknown("There is no such recipient.");
                context.Recipients.Remove(row);
                var note = new AuditNote(AuditActions.RecipientRemoved, row.Email, RecipientView.Of(row));
                await audit.AppendAsync(context, actor, note, token);
                return 0;
            },
            cancellation
        );
    }

    /// <summary>Whom a failure of a workflow would be told to.</summary>
    public async Task<AlertPreview> PreviewAsync(
        Actor actor,
        string workflowId,
        AlertEvent happening,
        DateTime at,
        TimeZoneInfo zone,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Admin);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rules = await RulesAsync(context, cancellation);
        var tile = board.Current.Tile(workflowId) ?? throw RefusedException.Unknown("There is no such workflow.");
        var recipients = await AlertComposer.RecipientsAsync(context, cancellation);
        var told = Audience.Of(recipients, happening, [tile]);
        var why =
            tile.Health == Health.Paused ? "Its monitoring is paused."
            : happening == AlertEvent.Failure && rules.Muted.Contains(IncidentKind.Failure)
                ? "By the rules nobody is told of failures."
            : null;
        return new(
            why is null ? [.. told.Select(one => one.Email)] : [],
            rules.IsQuiet(at, zone),
            tile.IsUnclassified,
            rules.AfterFailures,
            why
        );
    }

    /// <exception cref="RefusedException">It is no address mails can be sent to.</exception>
    public static string CheckAddress(string email)
    {
        email = email.Trim();
        var good =
            email.Length is > 2 and <= 254
            && !email.Any(sign => char.IsControl(sign) || char.IsWhiteSpace(sign) || sign is ',' or ';' or '<' or '>')
            && MailboxAddress.TryParse(email, out var mailbox)
            && Same(mailbox.Address, email)
            && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
            && email.LastIndexOf('@') == at
            && email.Length > at + 1;
        return good
            ? email
            : throw RefusedException.Invalid("email", "That is no e-mail address, e.g. network-team@example.org.");
    }

    private static string CheckName(string name) =>
        name.Length <= 100 && !name.Any(char.IsControl)
            ? name
            : throw RefusedException.Invalid("name", "A name is one line of at most 100 characters.");

    private static void Check(ImmutableArray<Subscription> subscriptions)
    {
        if (subscriptions.IsDefaultOrEmpty || subscriptions.Length > MostSubscriptions)
            throw RefusedException.Invalid("subscriptions", "Choose what the recipient gets mails about.");
        foreach (var one in subscriptions)
        {
            if (one.Events.IsDefaultOrEmpty)
                throw RefusedException.Invalid("subscriptions", "Choose at least one kind of mail.");
            var known = one.Scope switch
            {
                SubscriptionScope.All => one.Value is null,
                SubscriptionScope.Provider => EnumWords.TryParse<CloudProvider>(one.Value ?? "", out _),
                SubscriptionScope.Type => EnumWords.TryParse<WorkflowType>(one.Value ?? "", out _),
                _ => one.Value is { Length: > 0 and <= StoredText.Id },
            };
            if (!known)
                throw RefusedException.Invalid(
                    "subscriptions",
                    $"There is no {EnumWords.Of(one.Scope)} '{one.Value}'."
                );
        }
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Whom something would be told to.</summary>
/// <param name="IsQuiet">They are told later, in one mail.</param>
/// <param name="IsUnclassified">Only who names the workflow itself is told of it.</param>
/// <param name="AfterFailures">In a row, before they are told.</param>
/// <param name="WhyNot">Why nobody is, a sentence; null: for no reason but what they asked for.</param>
public sealed record AlertPreview(
    ImmutableArray<string> Emails,
    bool IsQuiet,
    bool IsUnclassified,
    int AfterFailures,
    string? WhyNot
);

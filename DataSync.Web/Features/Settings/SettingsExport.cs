using System.Globalization;
using DataSync.Core.Access;
using DataSync.Core.Trends;

namespace DataSync.Web.Features.Settings;

/// <summary>The audit log and the users as the pages list them.</summary>
internal static class SettingsExport
{
    private static readonly ExportColumn<AuditEntry>[] AuditColumns =
    [
        new("seq", "Entry", ExportKind.WholeNumber, row => row.Seq),
        new("at", "At", ExportKind.Time, row => row.At),
        new("actorKind", "Kind of actor", ExportKind.Text, row => ExportWord.Of(row.ActorKind, AuditWords.Of)),
        new("actorId", "Actor id", ExportKind.Text, row => row.ActorId),
        new("actorName", "Actor", ExportKind.Text, row => row.ActorName),
        new("address", "From", ExportKind.Text, row => row.Address),
        new("action", "Action", ExportKind.Text, row => new ExportWord(row.Action, AuditWords.Of(row.Action))),
        new("subject", "Subject", ExportKind.Text, row => row.Subject),
        new("before", "Before", ExportKind.Text, row => row.Before, "JSON"),
        new("after", "After", ExportKind.Text, row => row.After, "JSON"),
        new("keyId", "Sealed with key", ExportKind.Text, row => row.KeyId),
        new("mac", "Seal", ExportKind.Text, row => row.Mac, "HMAC-SHA-256"),
    ];

    private static readonly ExportColumn<AccountRow>[] UserColumns =
    [
        new("id", "Account id", ExportKind.Text, row => row.Id),
        new("email", "E-mail address", ExportKind.Text, row => row.Email),
        new("role", "Role", ExportKind.Text, row => ExportWord.Of(row.Role, role => role.ToString())),
        new("isDisabled", "Disabled", ExportKind.Text, row => row.IsDisabled),
        new("hasPassword", "Has a password", ExportKind.Text, row => row.HasPassword),
        new("createdAt", "Created", ExportKind.Time, row => row.CreatedAt),
        new("lastSignInAt", "Last sign-in", ExportKind.Time, row => row.LastSignInAt),
        new("linkExpiresAt", "Password link until", ExportKind.Time, row => row.LinkExpiresAt),
    ];

    public static ExportTable Audit(AuditLog log, Actor actor, AuditQuery query) =>
        ExportTable.Of(
            "audit",
            "Audit log",
            Role.Admin,
            AuditColumns,
            [
                ExportFilter.Text("who", "Actor has", query.Who),
                ExportFilter.Text("action", "Action", query.Action),
                ExportFilter.Text("subject", "Subject has", query.Subject),
                ExportFilter.Time("from", "At or after", query.From),
                ExportFilter.Time("to", "Before", query.To),
            ],
            cancellation =>
                ExportTable.PagesAsync((cursor, token) => PageAsync(log, actor, query, cursor, token), cancellation)
        );

    public static ExportTable Users(AccountService accounts, Actor actor) =>
        ExportTable.Of(
            "users",
            "Users",
            Role.Admin,
            UserColumns,
            [],
            // Few enough to be read at once, as for the page.
            cancellation =>
                ExportTable.PagesAsync(
                    async (_, token) => (await accounts.ListAsync(actor, token), (string?)null),
                    cancellation
                )
        );

    private static async Task<(IReadOnlyList<AuditEntry>, string?)> PageAsync(
        AuditLog log,
        Actor actor,
        AuditQuery query,
        string? cursor,
        CancellationToken cancellation
    )
    {
        long? below = cursor is null ? null : long.Parse(cursor, CultureInfo.InvariantCulture);
        var page = await log.ReadAsync(actor, query, below, AuditLog.LargestPage, cancellation);
        return (page, page.Count < AuditLog.LargestPage ? null : $"{page[^1].Seq}");
    }
}

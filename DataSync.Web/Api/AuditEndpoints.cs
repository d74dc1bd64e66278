using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;
using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>One thing somebody did or tried.</summary>
/// <param name="Seq">1, 2, 3 … without gaps.</param>
/// <param name="Address">Where the request came from; null for the program itself.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Before">What it was; null where there was nothing.</param>
/// <param name="After">What it became.</param>
public sealed record AuditAnswer(
    long Seq,
    DateTime At,
    ActorKind ActorKind,
    string? ActorId,
    string ActorName,
    string? Address,
    string Action,
    string? Subject,
    JsonElement? Before,
    JsonElement? After
)
{
    public static AuditAnswer Of(AuditEntry entry) =>
        new(
            entry.Seq,
            entry.At,
            entry.ActorKind,
            entry.ActorId,
            entry.ActorName,
            entry.Address,
            entry.Action,
            entry.Subject,
            Parse(entry.Before),
            Parse(entry.After)
        );

    /// <summary>What was too long for its column was cut, and is a text then.</summary>
    private static JsonElement? Parse(string? stored)
    {
        if (stored is null)
            return null;
        try
        {
            return JsonElement.Parse(stored);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(stored);
        }
    }
}

internal sealed record AuditLogQuery(
    [property: Description("Part of the name of who did it.")] SearchText? Who,
    [property: Description("How the action begins: token finds token.created.")] SearchText? Action,
    [property: Description("Part of what it was done to.")] SearchText? Subject,
    [property: Description("At this time or later.")] Moment? From,
    [property: Description("Before this time.")] Moment? To
)
{
    public AuditQuery Query => new(Who?.Text, Action?.Text, Subject?.Text, From?.Utc, To?.Utc);
}

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("audit").WithTags(ApiTags.Audit).RequireAuthorization(AccessPolicies.Admin);
        audit
            .MapGet("", ListAsync)
            .WithName("listAudit")
            .WithSummary("Who did what, newest first")
            .WithExample(200, new Page<AuditAnswer>([ApiExamples.Audit], ApiExamples.Cursor));
        audit
            .MapGet("verify", VerifyAsync)
            .WithName("verifyAudit")
            .WithSummary("Whether the audit log is as it was written")
            .WithDescription("Reads all that is kept of it: an edited, missing, moved or foreign entry is named.")
            .WithExample(200, new AuditVerdict(1_204, null, null));
    }

    private static async Task<Ok<Page<AuditAnswer>>> ListAsync(
        [AsParameters] AuditLogQuery query,
        [AsParameters] PageQuery page,
        HttpContext http,
        AuditLog log,
        CancellationToken cancellation
    )
    {
        var limit = PageSize.Of(page.Limit);
        var entries = await log.ReadAsync(
            http.GetActor(),
            query.Query,
            page.Cursor is { } cursor ? Below(cursor) : null,
            limit + 1,
            cancellation
        );
        var items = entries.Take(limit).Select(AuditAnswer.Of).ToList();
        return TypedResults.Ok(new Page<AuditAnswer>(items, entries.Count > limit ? Cursor(items[^1].Seq) : null));
    }

    private static async Task<Ok<AuditVerdict>> VerifyAsync(AuditChain chain, CancellationToken cancellation) =>
        TypedResults.Ok(await chain.VerifyAsync(cancellation));

    private static string Cursor(long seq)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seq);
        return Base64Url.EncodeToString(bytes);
    }

    private static long Below(string cursor)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        return
            cursor.Length <= Base64Url.GetEncodedLength(sizeof(long))
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && length == sizeof(long)
            ? BinaryPrimitives.ReadInt64BigEndian(bytes)
            : throw RefusedException.Invalid("cursor", "It must be one that an earlier answer gave, unchanged.");
    }
}

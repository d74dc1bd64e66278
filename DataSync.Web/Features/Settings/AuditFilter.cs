using DataSync.Core.Access;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Settings;

/// <summary>What of the audit log is shown or exported. It lives in the address, so a link sent to a colleague shows the same.</summary>
/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day, UTC; included.</param>
public sealed record AuditFilter(string Who, string Action, string Subject, DateOnly? From, DateOnly? To)
{
    public static readonly AuditFilter None = new("", "", "", null, null);

    public const int LongestText = 200;

    public bool IsEmpty => this == None;

    /// <exception cref="RefusedException">Something in the address is not what belongs there.</exception>
    public static AuditFilter Parse(string? who, string? action, string? subject, string? from, string? to) =>
        new(Text("who", who), Text("action", action), Text("subject", subject), Date("from", from), Date("to", to));

    public AuditQuery Query => new(Who, Action, Subject, Start(From), Start(To?.AddDays(1)));

    /// <summary>With its question mark; empty when nothing is filtered.</summary>
    public string Search
    {
        get
        {
            string?[] parts =
            [
                Part("who", Who),
                Part("action", Action),
                Part("subject", Subject),
                Part("from", From is { } from ? Days.Of(from) : null),
                Part("to", To is { } to ? Days.Of(to) : null),
            ];
            var query = string.Join('&', parts.Where(part => part is not null));
            return query.Length == 0 ? "" : "?" + query;
        }
    }

    /// <summary>Relative to the base address.</summary>
    public string Address => "settings/audit" + Search;

    private static DateTime? Start(DateOnly? day) => day?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static string? Part(string name, string? value) =>
        string.IsNullOrEmpty(value) ? null : $"{name}={Uri.EscapeDataString(value)}";

    private static string Text(string field, string? value) =>
        value?.Trim() switch
        {
            null => "",
            { Length: > LongestText } => throw RefusedException.Invalid(
                field,
                $"'{field}' is longer than {LongestText} characters."
            ),
            var text => text,
        };

    private static DateOnly? Date(string field, string? value) =>
        string.IsNullOrWhiteSpace(value)
            ? null
            : Days.Parse(value) ?? throw RefusedException.Invalid(field, $"'{field}' is no day like 2026-03-01.");
}

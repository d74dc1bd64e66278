using System.Runtime.CompilerServices;
using DataSync.Core.Access;
using DataSync.Core.Persistence;

namespace DataSync.Core.Trends;

/// <summary>Also the endings of the files.</summary>
public enum ExportFormat
{
    Csv,
    Xlsx,
    Json,
}

/// <summary>Stored and shown in snake_case.</summary>
public enum ExportKind
{
    /// <summary>A <see cref="string"/>, an <see cref="ExportWord"/> or a <see cref="bool"/>.</summary>
    Text,

    /// <summary>A <see cref="long"/>.</summary>
    WholeNumber,

    /// <summary>A <see cref="double"/>.</summary>
    Number,

    /// <summary>A <see cref="DateTime"/>, UTC.</summary>
    Time,
}

/// <summary>A word of the schema: programs get it as it is stored, people as the screen words it.</summary>
public sealed record ExportWord(string Key, string Shown)
{
    public static ExportWord Of<T>(T member, Func<T, string> shown)
        where T : struct, Enum => new(EnumWords.Of(member), shown(member));

    /// <summary>For people; programs get it as it is.</summary>
    public static string Of(bool answer) => answer ? "yes" : "no";
}

/// <param name="Name">For programs, as the API names it.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">Null: it has none, or is a time.</param>
public record ExportColumn(string Name, string Title, ExportKind Kind, string? Unit = null)
{
    /// <param name="zone">What is said of a time.</param>
    internal string Heading(string zone) =>
        Kind == ExportKind.Time ? $"{Title} ({zone})"
        : Unit is null ? Title
        : $"{Title} ({Unit})";
}

/// <param name="Value">As <see cref="ExportKind"/> says; null: an empty cell.</param>
public sealed record ExportColumn<T>(
    string Name,
    string Title,
    ExportKind Kind,
    Func<T, object?> Value,
    string? Unit = null
) : ExportColumn(Name, Title, Kind, Unit);

/// <summary>Something the rows of an export passed.</summary>
/// <param name="Name">Of the parameter of the API that asks for it, with <paramref name="Value"/>.</param>
/// <param name="Shown">The value as the screen words it.</param>
public sealed record ExportFilter(string Name, string Value, string Title, string Shown)
{
    public override string ToString() => $"{Title}: {Shown}";

    /// <summary>Characters; what is longer nobody can have found on a page, and would not fit into the audit log.</summary>
    private const int LongestText = 255;

    /// <param name="called">What people call it, where the value is an id.</param>
    /// <exception cref="RefusedException">It is too long.</exception>
    public static ExportFilter? Text(string name, string title, string? value, string? called = null) =>
        string.IsNullOrWhiteSpace(value) ? null
        : value.Length > LongestText
            ? throw RefusedException.Invalid(name, $"It may have at most {LongestText} characters.")
        : new(name, value.Trim(), title, called is null ? value.Trim() : $"{called} ({value.Trim()})");

    public static ExportFilter? Time(string name, string title, DateTime? value) =>
        value is { } time ? new(name, ExportTimes.Of(time), title, ExportTimes.Of(time)) : null;

    /// <returns>Null: all are wanted.</returns>
    public static ExportFilter? Words<T>(string name, string title, IEnumerable<T>? wanted, Func<T, string> shown)
        where T : struct, Enum
    {
        var members = (wanted ?? []).Distinct().Order().ToList();
        return members.Count == 0
            ? null
            : new(
                name,
                string.Join(',', members.Select(EnumWords.Of)),
                title,
                string.Join(" or ", members.Select(shown))
            );
    }
}

/// <summary>
/// Something that can be exported: columns, the rows that pass the filters in the order of the screen, and who may have it.
/// What is made of it says <see cref="Exporter"/>.
/// </summary>
/// <param name="Name">Of the file and of the address: <c>executions</c>.</param>
/// <param name="Title">For people; also of the sheet.</param>
public sealed record ExportTable(
    string Name,
    string Title,
    Role Least,
    IReadOnlyList<ExportColumn> Columns,
    IReadOnlyList<ExportFilter> Filters
)
{
    /// <summary>The cells of one row after the other. An array is used again for the next row.</summary>
    public required Func<CancellationToken, IAsyncEnumerable<object?[]>> Rows { get; init; }

    /// <summary>The filters in words.</summary>
    public IReadOnlyList<string> Words =>
        Filters.Count == 0 ? ["No filter: everything"] : [.. Filters.Select(filter => filter.ToString())];

    /// <summary>What asks the API for the same, without a question mark; empty: everything.</summary>
    public string Query => string.Join('&', Filters.Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));

    /// <param name="filters">Those that are null are left out.</param>
    public static ExportTable Of<T>(
        string name,
        string title,
        Role least,
        IReadOnlyList<ExportColumn<T>> columns,
        IEnumerable<ExportFilter?> filters,
        Func<CancellationToken, IAsyncEnumerable<T>> rows
    ) =>
        new(name, title, least, columns, [.. filters.OfType<ExportFilter>()])
        {
            Rows = cancellation => CellsAsync(columns, rows(cancellation), cancellation),
        };

    /// <summary>All rows of something that is read in pages by a cursor.</summary>
    public static async IAsyncEnumerable<T> PagesAsync<T>(
        Func<string?, CancellationToken, Task<(IReadOnlyList<T> Items, string? Next)>> page,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        string? cursor = null;
        do
        {
            (var items, cursor) = await page(cursor, cancellation);
            foreach (var item in items)
                yield return item;
        } while (cursor is not null);
    }

    private static async IAsyncEnumerable<object?[]> CellsAsync<T>(
        IReadOnlyList<ExportColumn<T>> columns,
        IAsyncEnumerable<T> rows,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var cells = new object?[columns.Count];
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            for (var at = 0; at < cells.Length; at++)
                cells[at] = columns[at].Value(row);
            yield return cells;
        }
    }
}

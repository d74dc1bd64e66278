using System.Collections.Immutable;
using System.Globalization;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.OpenApi;

namespace DataSync.Web.Api;

/// <summary>A value of the query that can say what it takes; <see cref="QueryCheck"/> refuses what it does not.</summary>
internal interface IQueryValue<TSelf>
    where TSelf : IQueryValue<TSelf>
{
    /// <summary>Called by minimal APIs' own binding, too.</summary>
    static abstract bool TryParse(string? text, IFormatProvider? provider, out TSelf result);

    /// <summary>A sentence for who sent something else.</summary>
    static abstract string Expected { get; }

    static abstract OpenApiSchema Schema { get; }
}

/// <summary>One or several of the schema's words, separated by commas.</summary>
internal readonly record struct Words<T>(ImmutableSortedSet<T> Members) : IQueryValue<Words<T>>
    where T : struct, Enum
{
    public static string Expected => $"One or several of {string.Join(", ", EnumWords.All(typeof(T)))} are expected.";

    public static OpenApiSchema Schema =>
        new()
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. EnumWords.All(typeof(T)).Select(word => (System.Text.Json.Nodes.JsonNode)word)],
            },
        };

    public static bool TryParse(string? text, IFormatProvider? provider, out Words<T> result)
    {
        var members = ImmutableSortedSet.CreateBuilder<T>();
        result = default;
        foreach (var word in (text ?? "").Split(','))
        {
            if (!EnumWords.TryParse<T>(word, out var member))
                return false;
            members.Add(member);
        }
        result = new(members.ToImmutable());
        return true;
    }
}

/// <summary>One of the schema's words.</summary>
internal readonly record struct Word<T>(T Member) : IQueryValue<Word<T>>
    where T : struct, Enum
{
    public static string Expected => $"One of {string.Join(", ", EnumWords.All(typeof(T)))} is expected.";

    public static OpenApiSchema Schema =>
        new()
        {
            Type = JsonSchemaType.String,
            Enum = [.. EnumWords.All(typeof(T)).Select(word => (System.Text.Json.Nodes.JsonNode)word)],
        };

    public static bool TryParse(string? text, IFormatProvider? provider, out Word<T> result)
    {
        var isWord = EnumWords.TryParse<T>(text ?? "", out var member);
        result = new(member);
        return isWord;
    }
}

/// <summary>A moment, given with its zone.</summary>
internal readonly record struct Moment(DateTime Utc) : IQueryValue<Moment>
{
    public static string Expected => UtcTimeJson.Expected;

    public static OpenApiSchema Schema => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public static bool TryParse(string? text, IFormatProvider? provider, out Moment result)
    {
        var isTime = UtcTimeJson.TryParse(text, out var utc);
        result = new(utc);
        return isTime;
    }
}

/// <summary>How many items a page of a list has at most.</summary>
internal readonly record struct PageSize(int Items) : IQueryValue<PageSize>
{
    private const int Most = 200;
    private const int Usual = 50;

    public static string Expected => $"A number from 1 to {Most} is expected.";

    public static OpenApiSchema Schema =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = $"{Most}",
            Default = Usual,
        };

    public static int Of(PageSize? given) => given?.Items ?? Usual;

    public static bool TryParse(string? text, IFormatProvider? provider, out PageSize result)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var items);
        result = new(items);
        return isNumber && items is >= 1 and <= Most;
    }
}

/// <summary>Something to look for.</summary>
internal readonly record struct SearchText(string Text) : IQueryValue<SearchText>
{
    public static string Expected => $"A text of up to {ExecutionFilter.LongestSearch} characters is expected.";

    public static OpenApiSchema Schema =>
        new() { Type = JsonSchemaType.String, MaxLength = ExecutionFilter.LongestSearch };

    public static bool TryParse(string? text, IFormatProvider? provider, out SearchText result)
    {
        result = new(text ?? "");
        return result.Text.Length <= ExecutionFilter.LongestSearch;
    }
}

/// <summary><c>true</c> or <c>false</c>.</summary>
internal readonly record struct Flag(bool IsSet) : IQueryValue<Flag>
{
    public static string Expected => "true or false is expected.";

    public static OpenApiSchema Schema => new() { Type = JsonSchemaType.Boolean };

    public static bool TryParse(string? text, IFormatProvider? provider, out Flag result)
    {
        result = new(text is "true");
        return text is "true" or "false";
    }
}

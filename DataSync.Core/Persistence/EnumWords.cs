using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DataSync.Core.Persistence;

/// <summary>Enum members as the snake_case words of the schema, and back.</summary>
public static class EnumWords
{
    public static string Of<T>(T member)
        where T : struct, Enum => Words<T>.ByMember[member];

    /// <exception cref="FormatException">The schema has no such word.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum => Parse<T>(word.AsSpan());

    /// <inheritdoc cref="Parse{T}(string)"/>
    public static T Parse<T>(ReadOnlySpan<char> word)
        where T : struct, Enum =>
        Words<T>.ByWord.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var member)
            ? member
            : throw new FormatException($"'{word}' is no word of {typeof(T).Name}");

    public static bool TryParse<T>(string word, out T member)
        where T : struct, Enum => Words<T>.ByWord.TryGetValue(word, out member);

    public static IReadOnlyList<string> All(Type type) => [.. Enum.GetNames(type).Select(Snake)];

    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByMember = Enum.GetValues<T>()
            .ToDictionary(member => member, member => Snake(member.ToString()));
        public static readonly Dictionary<string, T> ByWord = ByMember.ToDictionary(
            pair => pair.Value,
            pair => pair.Key,
            StringComparer.Ordinal
        );
    }
}

internal sealed class EnumWordConverter<T>()
    : ValueConverter<T, string>(member => EnumWords.Of(member), word => EnumWords.Parse<T>(word))
    where T : struct, Enum;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSync.Core.Persistence;

namespace DataSync.Web.Api;

/// <summary>How the API words things: camelCase, the schema's words for enums, times in UTC with a Z.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions json)
    {
        json.NumberHandling = JsonNumberHandling.Strict;
        json.Converters.Add(new UtcTimeJson());
        json.Converters.Add(new EnumWordJson());
        json.Converters.Add(new TimeOfDayJson());
    }
}

/// <summary>What a caller sent does not fit; the message is for the caller.</summary>
internal sealed class BadValueException(string message) : JsonException(message);

internal sealed class UtcTimeJson : JsonConverter<DateTime>
{
    public const string Expected = "A time with its zone, e.g. 2026-03-01T12:00:00Z, is expected.";

    /// <summary>Only with a zone: a time without one means another instant to everybody.</summary>
    public static bool TryParse(string? text, out DateTime utc)
    {
        var isTime = DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        utc = time.UtcDateTime;
        // "K" takes no zone at all, too.
        return isTime
            && UtcTime.IsPlausible(utc.Year)
            && (text is [.., 'Z'] || text!.LastIndexOfAny(['+', '-']) > "yyyy-MM-ddTHH".Length);
    }

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var utc)
            ? utc
            : throw new BadValueException(Expected);

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DateTime.SpecifyKind(value, DateTimeKind.Utc));
}

/// <summary>Hours and minutes.</summary>
internal sealed class TimeOfDayJson : JsonConverter<TimeOnly>
{
    private const string Format = "HH:mm";

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && TimeOnly.TryParseExact(
            reader.GetString(),
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var time
        )
            ? time
            : throw new BadValueException("A time of day, e.g. 22:00, is expected.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}

internal sealed class EnumWordJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Words<>).MakeGenericType(typeToConvert))!;

    private sealed class Words<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && EnumWords.TryParse<T>(reader.GetString()!, out var member)
                ? member
                : throw new BadValueException($"One of {string.Join(", ", EnumWords.All(typeof(T)))} is expected.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EnumWords.Of(value));
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace DataSync.Web.Api;

/// <summary>
/// Refuses a query an endpoint would not understand, all that is wrong with it at once: a mistyped filter that is passed over
/// would answer with everything.
/// </summary>
internal static class QueryCheck
{
    private static readonly ConcurrentDictionary<Type, QueryKind?> Kinds = new();

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<CheckedQuery>() is null)
            return next(http);
        var known = endpoint
            .Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(parameter => KindOf(parameter.ParameterInfo.ParameterType) is not null)
            .Where(parameter => !http.Request.RouteValues.ContainsKey(parameter.Name))
            .ToDictionary(Name, parameter => KindOf(parameter.ParameterInfo.ParameterType)!, StringComparer.Ordinal);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, values) in http.Request.Query)
        {
            if (Complaint(known, name, values) is { } complaint)
                errors[name] = [complaint];
        }
        return errors.Count == 0 ? next(http) : Problems.Invalid(errors).Answer().ExecuteAsync(http);
    }

    private static string Name(IParameterBindingMetadata parameter) =>
        JsonNamingPolicy.CamelCase.ConvertName(parameter.Name);

    private static string? Complaint(Dictionary<string, QueryKind> known, string name, StringValues values)
    {
        if (!known.TryGetValue(name, out var kind))
            return known.Count == 0
                ? "No parameters are known here."
                : $"This parameter is not known. Known are: {string.Join(", ", known.Keys)}.";
        return values.Count == 1 ? kind.Complaint(values[0] ?? "") : "It may be given once only.";
    }

    /// <summary>For the document; null: not a type of the query.</summary>
    public static OpenApiSchema? SchemaOf(Type type) => KindOf(type)?.Schema();

    private static QueryKind? KindOf(Type type) =>
        Kinds.GetOrAdd(
            type,
            static type =>
            {
                var value = Nullable.GetUnderlyingType(type) ?? type;
                if (value == typeof(string))
                    return new(_ => null, () => new() { Type = JsonSchemaType.String });
                return value.GetInterfaces().Any(IsQueryValue)
                    ? (QueryKind)
                        typeof(QueryCheck)
                            .GetMethod(nameof(KindOf), 1, BindingFlags.Static | BindingFlags.NonPublic, [])!
                            .MakeGenericMethod(value)
                            .Invoke(null, null)!
                    : null;
            }
        );

    private static bool IsQueryValue(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IQueryValue<>);

    private static QueryKind KindOf<T>()
        where T : IQueryValue<T> => new(text => T.TryParse(text, null, out _) ? null : T.Expected, () => T.Schema);

    /// <param name="Complaint">Null: the text fits.</param>
    private sealed record QueryKind(Func<string, string?> Complaint, Func<OpenApiSchema> Schema);
}

/// <summary>Marks the endpoints whose query is checked.</summary>
internal sealed class CheckedQuery;

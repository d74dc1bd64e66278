using System.Text.Json;
using System.Text.Json.Nodes;
using DataSync.Core;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace DataSync.Web.Api;

/// <summary>What the generated document cannot know by itself.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";
    private static readonly JsonNode[] Nothing = [JsonNullSentinel.JsonNull];

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(ApiOperation.CompleteAsync);
        options.AddSchemaTransformer(WordAsync);
    }

    private static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellation
    )
    {
        document.Info = new()
        {
            Title = "DataSync",
            Version = Name,
            Description =
                "What n8n's workflows copied from the clouds into the network CMDB, and whether it is fresh. "
                + "Times are UTC. Counts nobody reported are null, which is not 0. A list is `items` and `nextCursor`; give the cursor back to read on. "
                + "Callers sign in with the cookie or send `Authorization: Bearer` with an API token. "
                + "Everything refused is a problem (RFC 9457) whose `type` stays the same for ever.",
        };
        var site = context.ApplicationServices.GetRequiredService<IOptions<SiteOptions>>().Value;
        document.Servers = [new() { Url = site.PathBase ?? "/" }];
        document.Tags = ApiTags
            .All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .ToHashSet();
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [ApiOperation.Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "datasync",
                Description = "A browser that signed in. What changes something must come from DataSync's own pages.",
            },
            [ApiOperation.Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API token, made by an administrator. It wins over a cookie.",
            },
        };
        return Task.CompletedTask;
    }

    /// <summary>Our converters hide from the generator what they write.</summary>
    private static Task WordAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellation
    )
    {
        var given = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(given) ?? given;
        if (type.IsEnum || type == typeof(DateTime) || type == typeof(TimeOnly))
            schema.Type = type == given ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        if (type.IsEnum)
            schema.Enum = [.. EnumWords.All(type).Select(word => (JsonNode)word), .. type == given ? [] : Nothing];
        if (type == typeof(DateTime))
            schema.Format = "date-time";
        if (type == typeof(TimeOnly))
            (schema.Format, schema.Pattern) = (null, "^([01][0-9]|2[0-3]):[0-5][0-9]$");
        if (type == typeof(JsonElement))
            schema.Type = JsonSchemaType.Object | JsonSchemaType.String;
        return Task.CompletedTask;
    }
}

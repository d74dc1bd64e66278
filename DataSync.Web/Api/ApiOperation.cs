using System.Text.Json;
using System.Text.Json.Nodes;
using DataSync.Core.Trends;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace DataSync.Web.Api;

/// <summary>Completes what the generator knows of an operation: who may, what is refused, examples, how queries are written.</summary>
internal static class ApiOperation
{
    public const string Cookie = "cookie";
    public const string Bearer = "bearer";
    private const string Json = "application/json";

    public static async Task CompleteAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        Restrict(operation, metadata, context.Document!);
        foreach (var parameter in context.Description.ParameterDescriptions)
            Complete(operation, parameter);
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation);
        context.Document!.AddComponent(nameof(Problem), problem);
        foreach (var status in Refused(operation, metadata))
            operation.Responses![$"{status}"] = Refusal(status, context.Document);
        if (metadata.OfType<Tagged>().Any())
            Tag(operation);
        if (metadata.OfType<AnswersFile>().Any())
            Export(operation);
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        foreach (var example in metadata.OfType<Example>())
            Show(operation, example, json);
    }

    private static void Restrict(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        operation.Security = [];
        if (IsOpen(metadata))
            return;
        foreach (var scheme in (string[])[Cookie, Bearer])
            operation.Security.Add(new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] });
        var least = metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy ?? AccessPolicies.Viewer;
        var who =
            least is AccessPolicies.Relay
                ? $"a relay token, or the role {AccessPolicies.Operator}"
                : $"the role {least}";
        operation.Description = $"{operation.Description} Needs {who}.".TrimStart();
    }

    private static bool IsOpen(IList<object> metadata) => metadata.OfType<IAllowAnonymous>().Any();

    private static void Complete(OpenApiOperation operation, ApiParameterDescription description)
    {
        var parameter = operation
            .Parameters?.OfType<OpenApiParameter>()
            .FirstOrDefault(p => string.Equals(p.Name, description.Name, StringComparison.Ordinal));
        if (parameter is null)
            return;
        parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(description.Name);
        var type = (description.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo.ParameterType;
        if (type is null || QueryCheck.SchemaOf(type) is not { } schema)
            return;
        parameter.Schema = schema;
        if (schema.Type == JsonSchemaType.Array)
            (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
    }

    private static SortedSet<int> Refused(OpenApiOperation operation, IList<object> metadata)
    {
        if (IsOpen(metadata))
            return [500];
        var statuses = new SortedSet<int> { 401, 403, 429, 500, 503 };
        statuses.UnionWith(metadata.OfType<Refusals>().SelectMany(refusals => refusals.Statuses));
        // A query nobody knows is refused by operations without parameters, too.
        statuses.Add(400);
        if (operation.RequestBody is not null)
            statuses.UnionWith([413, 415]);
        return statuses;
    }

    private static OpenApiResponse Refusal(int status, OpenApiDocument document)
    {
        var problem = status == 400 ? Problems.Invalid("limit", PageSize.Expected) : Problems.Of(status);
        var response = new OpenApiResponse
        {
            Description = problem.Title,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problems.ContentType] = new()
                {
                    Schema = new OpenApiSchemaReference(nameof(Problem), document),
                    Example = JsonSerializer.SerializeToNode(problem, JsonSerializerOptions.Web),
                },
            },
        };
        if (status is 429 or 503)
            response.Headers = Header("Retry-After", "Seconds to wait.", JsonSchemaType.Integer);
        return response;
    }

    private static void Tag(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = "If-None-Match",
                In = ParameterLocation.Header,
                Description = "ETag of an earlier answer to the same question.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }
        );
        if (operation.Responses!["200"] is OpenApiResponse answer)
            answer.Headers = Header("ETag", "Version of the answer.", JsonSchemaType.String);
        operation.Responses["304"] = new OpenApiResponse { Description = "Not modified since the ETag given." };
    }

    private static void Export(OpenApiOperation operation)
    {
        var answer = (OpenApiResponse)operation.Responses!["200"];
        answer.Headers = Header(ExportAnswer.IdHeader, "Gives its manifest afterwards.", JsonSchemaType.String);
        foreach (var (format, example) in ApiExamples.ExportFiles)
            answer.Content![ExportOrder.MediaTypeOf(format)] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                Example = example,
            };
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type) =>
        new(StringComparer.Ordinal)
        {
            [name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = type },
            },
        };

    private static void Show(OpenApiOperation operation, Example example, JsonSerializerOptions json)
    {
        var content = example.Status is { } status
            ? operation.Responses![$"{status}"].Content
            : operation.RequestBody!.Content;
        var media = content![Json];
        media.Example = JsonSerializer.SerializeToNode(example.Body, json);
    }
}

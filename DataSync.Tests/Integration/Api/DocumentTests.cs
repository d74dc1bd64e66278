using System.Collections.Immutable;
using System.Text.Json.Nodes;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Api;

/// <summary>The generated document, and that every operation in it answers as it says. A new operation is in by itself.</summary>
[Collection(ApiHosts.Name)]
public sealed class DocumentTests(ApiHosts hosts)
{
    [Fact]
    public async Task It_lints_clean()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);
        var document = (await host.Admin.GetAsync("openapi/v1.json")).Text;

        var objections = await OpenApiLinter.LintAsync(document);
        Assert.True(objections.Length == 0, objections);

        // The linter is one that objects.
        var worse = JsonNode.Parse(document)!;
        worse["paths"]!["/api/v1/status"]!["get"]!.AsObject().Remove("summary");
        Assert.Contains(
            "operation-summary",
            await OpenApiLinter.LintAsync(worse.ToJsonString()),
            StringComparison.Ordinal
        );
    }

    [Theory, DatabaseData]
    public async Task Every_operation_answers_as_documented(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        var contract = new ApiContract((await host.Admin.GetAsync("openapi/v1.json")).Text);
        using var anonymous = new ApiCaller(host.App, token: null);
        using var stranger = new ApiCaller(host.App, await host.App.Services.AddTokenAsync(null));
        var wrong = new List<string>();
        foreach (var operation in contract.Operations)
        {
            var path = await PathAsync(host, operation);
            var body = operation.HasBody ? Body(operation) : null;

            // What would make something happen in the n8n of all these tests is refused there, and documented so.
            var expected = Acts.Contains(operation.Id) ? 409 : 0;
            await ExpectAsync("with all it needs", expected, c => c.SendAsync(Method(operation), path, body));
            if (!operation.IsSecured)
                continue;
            await ExpectAsync("without a token", 401, _ => anonymous.SendAsync(Method(operation), path, body));
            if (operation.Id is not "postN8nEvent")
                await ExpectAsync("with a relay token", 403, _ => stranger.SendAsync(Method(operation), path, body));
            await ExpectAsync(
                "asked with an unknown name",
                400,
                c => c.SendAsync(Method(operation), $"{path}?nonsense=1", body),
                "nonsense"
            );
            foreach (var (name, type) in operation.Query.Where(parameter => parameter.Type is not "string"))
                await ExpectAsync(
                    $"with a bad {type}",
                    400,
                    c => c.SendAsync(Method(operation), $"{path}?{name}=nonsense", body),
                    name
                );
            foreach (var (name, _) in operation.Query)
                await ExpectAsync(
                    "given twice",
                    400,
                    c => c.SendAsync(Method(operation), $"{path}?{name}=1&{name}=1", body),
                    name
                );
            if (operation.Query.Any(parameter => parameter.Name is "cursor"))
                await ExpectAsync("with another's cursor", 400, c => c.GetAsync($"{path}?cursor=nonsense"), "cursor");
            if (operation.HasBody)
            {
                await ExpectAsync("with half a body", 400, c => c.SendAsync(Method(operation), path, "{\"a"), "body");
                await ExpectAsync("with another body", 400, c => c.SendAsync(Method(operation), path, "[7]"), "body");
                await ExpectAsync(
                    "with a text",
                    415,
                    c => c.SendAsync(Method(operation), path, "x", ("Content-Type", "text/plain"))
                );
                await ExpectAsync(
                    "with too much",
                    413,
                    c => c.SendAsync(Method(operation), path, $"\"{new string('x', 70_000)}\"")
                );
            }
            if (operation.HasResponse(404))
                await ExpectAsync(
                    "on what is not there",
                    404,
                    c => c.SendAsync(Method(operation), Unknown(operation), body)
                );
            if (operation.HasResponse(304))
            {
                var tag = (await host.Admin.GetAsync(path)).ETag!;
                await ExpectAsync("asked again", 304, c => c.GetAsync(path, ("If-None-Match", tag)));
            }

            async Task ExpectAsync(
                string how,
                int status,
                Func<ApiCaller, Task<ApiResponse>> call,
                string? named = null
            )
            {
                var answer = await call(host.Admin);
                var right = status == 0 ? answer.Status is >= 200 and < 300 : answer.Status == status;
                var objection = right ? contract.Objection(operation, answer) : $"{answer.Status} {answer.Text}";
                if (objection.Length == 0 && named is not null && !answer.Wrong.Contains(named))
                    objection = $"does not name {named}: {answer.Text}";
                if (objection.Length > 0)
                    wrong.Add($"{operation.Id} {how}: {objection}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(contract.Operations.Count >= 17);
    }

    private static readonly string[] Acts = ["runWorkflow", "retryExecution", "stopExecution", "sendTestMail"];

    private static HttpMethod Method(ApiOperation operation) => new(operation.Method);

    /// <summary>The example; where it may be sent once only, it is made another.</summary>
    private static string Body(ApiOperation operation) =>
        operation.Example.Replace("ada@", $"ada-{Guid.NewGuid():N}@", StringComparison.Ordinal);

    /// <summary>Something that is there for each parameter of a path.</summary>
    private static async Task<string> PathAsync(ApiHost host, ApiOperation operation)
    {
        var services = host.App.Services;
        var execution = operation.Id is "retryExecution" ? await host.SucceededAsync() : host.Failed;
        var path = operation
            .Path.Replace("{workflowId}", host.Vpc)
            .Replace("{executionId}", execution)
            .Replace("{triggerId}", await host.WithdrawnAsync())
            .Replace("{format}", "json");
        if (path.Contains("{exportId}", StringComparison.Ordinal))
            path = path.Replace("{exportId}", (await host.Admin.GetAsync("api/v1/export/users.json")).ExportId);
        if (path.Contains("users/{id}", StringComparison.Ordinal))
            path = path.Replace("{id}", (await services.AddPersonAsync(Role.Viewer)).Id);
        if (path.Contains("tokens/{id}", StringComparison.Ordinal))
        {
            var token = await services
                .GetRequiredService<TokenService>()
                .CreateAsync(Actor.Program, "brief", null, null, default);
            path = path.Replace("{id}", $"{token.Id}");
        }
        if (path.Contains("incidents/{id}", StringComparison.Ordinal))
            path = path.Replace("{id}", $"{await IncidentAsync(host, isOpen: operation.Id is not "reopenIncident")}");
        if (path.Contains("reports/{id}", StringComparison.Ordinal))
        {
            var report = await services
                .GetRequiredService<ReportService>()
                .IssueAsync(Actor.Program, ReportPeriod.MonthOf(new(2020, 3, 1)), "Once more.", default);
            path = path.Replace("{id}", $"{report}");
        }
        if (path.Contains("recipients/{id}", StringComparison.Ordinal))
        {
            var email = $"{Guid.NewGuid():N}@example.org";
            var recipient = await services
                .GetRequiredService<RecipientService>()
                .SaveAsync(Actor.Program, null, email, null, Everything, default);
            path = path.Replace("{id}", $"{recipient.Id}");
        }
        Assert.DoesNotContain('{', path);
        return path.TrimStart('/');
    }

    private static readonly ImmutableArray<Subscription> Everything =
    [
        new(SubscriptionScope.All, null, [AlertEvent.Failure]),
    ];

    private static async Task<int> IncidentAsync(ApiHost host, bool isOpen)
    {
        var now = TimeProvider.System.UtcNow();
        await using var db = await host
            .App.Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>()
            .CreateDbContextAsync();
        var incident = new Incident
        {
            CauseKey = $"error:{Guid.NewGuid():N}",
            Title = "Something is broken",
            OpenedAt = now,
            DetectedAt = now,
            LastFailureAt = now,
            NotifyAt = now,
            ResolvedAt = isOpen ? null : now,
        };
        db.Incidents.Add(incident);
        await db.SaveChangesAsync();
        return incident.Id;
    }

    private static string Unknown(ApiOperation operation) =>
        string.Join(
            '/',
            operation
                .Path.TrimStart('/')
                .Split('/')
                .Select(part => part.StartsWith('{') ? "4711" : part.Replace("{format}", "pdf"))
        );
}

using System.Net;
using System.Reflection;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>
/// Who may what: every route, and every method of a service that takes an actor. What is missing here fails by itself.
/// </summary>
public sealed class AllowMatrixTests
{
    internal static readonly Dictionary<string, Least> Routes = new(StringComparer.Ordinal)
    {
        ["GET /sign-in"] = Least.Anonymous,
        ["POST /sign-in"] = Least.Anonymous,
        ["GET /sign-in/oidc"] = Least.Anonymous,
        ["GET /set-up"] = Least.Anonymous,
        ["POST /set-up"] = Least.Anonymous,
        ["GET /set-password"] = Least.Anonymous,
        ["POST /set-password"] = Least.Anonymous,
        ["GET /not-allowed"] = Least.Viewer,
        ["POST /sign-out"] = Least.Viewer,
        ["GET /account"] = Least.Viewer,
        ["GET /account/password"] = Least.Viewer,
        ["POST /account/password"] = Least.Viewer,
        ["POST /account/sign-out-everywhere"] = Least.Viewer,
        ["GET /"] = Least.Viewer,
        ["GET /data-sync"] = Least.Viewer,
        ["GET /data-sync/executions"] = Least.Viewer,
        ["GET /not-found"] = Least.Viewer,
        ["GET /health/live"] = Least.Anonymous,
        ["GET /health/ready"] = Least.Anonymous,
        ["GET /metrics"] = Least.Viewer,
        ["GET /openapi/{documentName}.json"] = Least.Viewer,
        ["GET /scalar/{documentName?}"] = Least.Viewer,
        // A library's files, as open as our own.
        ["GET /scalar/scalar.js"] = Least.Anonymous,
        ["GET /scalar/scalar.aspnetcore.js"] = Least.Anonymous,
        ["GET /scalar/favicon.svg"] = Least.Anonymous,
        ["GET /api/v1/status"] = Least.Viewer,
        ["POST /api/v1/refresh"] = Least.Operator,
        ["POST /api/v1/n8n/events"] = Least.Relay,
        ["GET /api/v1/workflows"] = Least.Viewer,
        ["GET /api/v1/workflows/{workflowId}"] = Least.Viewer,
        ["PATCH /api/v1/workflows/{workflowId}"] = Least.Admin,
        ["GET /api/v1/workflows/{workflowId}/executions"] = Least.Viewer,
        ["GET /api/v1/executions"] = Least.Viewer,
        ["GET /api/v1/executions/{executionId}"] = Least.Viewer,
        ["POST /api/v1/workflows/{workflowId}/trigger"] = Least.Operator,
        ["POST /api/v1/executions/{executionId}/retry"] = Least.Operator,
        ["POST /api/v1/executions/{executionId}/stop"] = Least.Operator,
        ["GET /api/v1/triggers"] = Least.Viewer,
        ["GET /api/v1/triggers/{triggerId}"] = Least.Viewer,
        ["DELETE /api/v1/triggers/{triggerId}"] = Least.Operator,
        ["GET /api/v1/incidents"] = Least.Viewer,
        ["GET /api/v1/incidents/{id:int}"] = Least.Viewer,
        ["POST /api/v1/incidents/{id:int}/acknowledge"] = Least.Operator,
        ["POST /api/v1/incidents/{id:int}/silence"] = Least.Operator,
        ["POST /api/v1/incidents/{id:int}/resolve"] = Least.Operator,
        ["POST /api/v1/incidents/{id:int}/reopen"] = Least.Operator,
        ["GET /api/v1/alerts"] = Least.Viewer,
        ["GET /api/v1/trends"] = Least.Viewer,
        ["GET /api/v1/reports"] = Least.Viewer,
        ["POST /api/v1/reports"] = Least.Operator,
        ["GET /api/v1/reports/{id:int}"] = Least.Viewer,
        ["GET /data-sync/reports"] = Least.Viewer,
        ["GET /data-sync/reports/{Id:int}"] = Least.Viewer,
        ["GET /api/v1/reports/service-levels"] = Least.Viewer,
        ["PUT /api/v1/reports/service-levels/targets"] = Least.Admin,
        ["POST /data-sync/measured"] = Least.Viewer,
        ["GET /api/v1/recipients"] = Least.Admin,
        ["POST /api/v1/recipients"] = Least.Admin,
        ["PUT /api/v1/recipients/{id:int}"] = Least.Admin,
        ["DELETE /api/v1/recipients/{id:int}"] = Least.Admin,
        ["POST /api/v1/recipients/test"] = Least.Admin,
        ["GET /api/v1/alert-rules"] = Least.Viewer,
        ["PUT /api/v1/alert-rules"] = Least.Admin,
        ["GET /api/v1/workflows/{workflowId}/audience"] = Least.Admin,
        ["GET /data-sync/alerts"] = Least.Viewer,
        ["GET /data-sync/trends"] = Least.Viewer,
        ["GET /exports/{exportId}"] = Least.Viewer,
        ["GET /api/v1/export/executions.{format}"] = Least.Viewer,
        ["GET /api/v1/export/incidents.{format}"] = Least.Viewer,
        ["GET /api/v1/export/alerts.{format}"] = Least.Viewer,
        ["GET /api/v1/export/trends.{format}"] = Least.Viewer,
        ["GET /api/v1/export/audit.{format}"] = Least.Admin,
        ["GET /api/v1/export/users.{format}"] = Least.Admin,
        ["GET /api/v1/exports/{exportId}/manifest"] = Least.Viewer,
        ["GET /api/v1/users"] = Least.Admin,
        ["POST /api/v1/users"] = Least.Admin,
        ["PATCH /api/v1/users/{id}"] = Least.Admin,
        ["POST /api/v1/users/{id}/link"] = Least.Admin,
        ["GET /api/v1/tokens"] = Least.Admin,
        ["POST /api/v1/tokens"] = Least.Admin,
        ["DELETE /api/v1/tokens/{id:int}"] = Least.Admin,
        ["GET /api/v1/audit"] = Least.Admin,
        ["GET /api/v1/audit/verify"] = Least.Admin,
        ["GET /api/v1/retention"] = Least.Admin,
        ["GET /settings"] = Least.Admin,
        ["GET /settings/users"] = Least.Admin,
        ["GET /settings/workflows"] = Least.Admin,
        ["GET /settings/tokens"] = Least.Admin,
        ["GET /settings/audit"] = Least.Admin,
        ["GET /settings/retention"] = Least.Admin,
        // A file that is not there, in development.
        ["GET /{**path:file}"] = Least.Viewer,
        ["* /_blazor"] = Least.Viewer,
        ["* /_blazor/negotiate"] = Least.Viewer,
        ["* /_blazor/disconnect"] = Least.Viewer,
        ["* /_blazor/initializers"] = Least.Viewer,
    };

    private static readonly Dictionary<string, Least> Methods = new(StringComparer.Ordinal)
    {
        ["AccountService.ListAsync"] = Least.Admin,
        ["AccountService.CreateAsync"] = Least.Admin,
        ["AccountService.CreateWithPasswordAsync"] = Least.Admin,
        ["AccountService.SetRoleAsync"] = Least.Admin,
        ["AccountService.SetDisabledAsync"] = Least.Admin,
        ["AccountService.SetAsync"] = Least.Admin,
        ["AccountService.NewLinkAsync"] = Least.Admin,
        ["AccountService.SignOutEverywhereAsync"] = Least.Admin,
        ["AccountService.ChangePasswordAsync"] = Least.Viewer,
        ["AccountService.SignedOutAsync"] = Least.Anonymous,
        ["ServiceTargetService.SetAsync"] = Least.Admin,
        ["ReportService.IssueAsync"] = Least.Operator,
        ["TokenService.ListAsync"] = Least.Admin,
        ["TokenService.CreateAsync"] = Least.Admin,
        ["TokenService.RevokeAsync"] = Least.Admin,
        ["AuditLog.ReadAsync"] = Least.Admin,
        ["RetentionService.ReadAsync"] = Least.Admin,
        ["WorkflowEditor.ChangeAsync"] = Least.Admin,
        ["McpSwitch.ReadAsync"] = Least.Admin,
        ["McpSwitch.SetAsync"] = Least.Admin,
        ["PushRelayService.PlanAsync"] = Least.Admin,
        ["PushRelayService.ConnectAsync"] = Least.Admin,
        ["PushRelayService.UndoAsync"] = Least.Admin,
        ["PushRelayService.FinishAsync"] = Least.Admin,
        ["TriggerService.RunAsync"] = Least.Operator,
        ["TriggerService.RetryAsync"] = Least.Operator,
        ["TriggerService.StopAsync"] = Least.Operator,
        ["TriggerService.WithdrawAsync"] = Least.Operator,
        ["RecipientService.RulesAsync"] = Least.Viewer,
        ["RecipientService.SetRulesAsync"] = Least.Admin,
        ["RecipientService.RecipientsAsync"] = Least.Admin,
        ["RecipientService.SaveAsync"] = Least.Admin,
        ["RecipientService.RemoveAsync"] = Least.Admin,
        ["RecipientService.PreviewAsync"] = Least.Admin,
        ["IncidentHistory.FindAsync"] = Least.Viewer,
        ["IncidentHistory.AlertsAsync"] = Least.Viewer,
        ["IncidentHistory.MessagesAsync"] = Least.Viewer,
        ["AlertService.AcknowledgeAsync"] = Least.Operator,
        ["AlertService.SilenceAsync"] = Least.Operator,
        ["AlertService.ResolveAsync"] = Least.Operator,
        ["AlertService.ReopenAsync"] = Least.Operator,
        ["TestMail.SendAsync"] = Least.Admin,
        // Says what would happen, and does nothing.
        ["TriggerService.Offer"] = Least.Anonymous,
        ["RefreshService.Ask"] = Least.Operator,
        ["RefreshService.Hint"] = Least.Relay,
        // As the table says that is exported.
        ["Exporter.WriteAsync"] = Least.Operator,
        ["Exporter.ManifestAsync"] = Least.Viewer,
        ["ExportDesk.Start"] = Least.Operator,
        ["ExportDesk.Open"] = Least.Viewer,
        ["AccessDirectory.Demand"] = Least.Viewer,
        ["AccessDirectory.DemandRelay"] = Least.Relay,
        // Says what somebody may, or notes what was done, and does nothing itself.
        ["AccessDirectory.MayRelay"] = Least.Anonymous,
        ["AccessDirectory.RoleOf"] = Least.Anonymous,
        ["AuditTrail.NoteAsync"] = Least.Anonymous,
        ["AuditTrail.AppendAsync"] = Least.Anonymous,
    };

    /// <summary>What writes without being asked by anybody: what n8n says, and the door itself.</summary>
    private static readonly string[] WritesByItself =
    [
        "ExecutionIngestor",
        "AlertOutbox",
        "AlertNews",
        "BoardIncidents",
        "TriggerIncidents",
        "KeyIncidents",
        "WorkflowService",
        "TriggerDispatcher",
        "TriggerFollower",
        "UnobservedTime",
        "RollupBuilder",
        "ServiceMeter",
        "ServiceSampler",
        "RetentionService",
        "AuditExpiry",
        "AccountService.SignInAsync",
        "AccountService.SignInExternallyAsync",
        "AccountService.CreateFirstAdminAsync",
        "AccountService.LinkOwnerAsync",
        "AccountService.UseLinkAsync",
        "TokenService.Used",
    ];

    [Fact]
    public async Task Every_route_lets_in_whom_it_should_and_nobody_else()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            [("Auth:AttemptsPerMinute", "1000"), .. database.Settings.Select(s => (s.Key, s.Value))]
        );
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var callers = await Callers.AddAsync(app);
        var wrong = new List<string>();
        // Signing out everywhere last: it ends what the callers came with.
        foreach (
            var (route, path) in RoutesOf(app).OrderBy(r => r.Path.Contains("everywhere", StringComparison.Ordinal))
        )
        {
            if (!Routes.TryGetValue(route, out var least))
            {
                wrong.Add($"{route} is missing from the matrix");
                continue;
            }
            foreach (var caller in Enum.GetValues<Caller>())
            {
                var method = route.Split(' ')[0] is "*" ? "GET" : route.Split(' ')[0];
                using var answer = await http.SendAsync(callers.Request(caller, method, new Uri(app.Url, path)));
                var refused =
                    answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    || answer.Headers.Location?.OriginalString is { } target
                        && (
                            target.Contains("/sign-in?", StringComparison.Ordinal)
                            || target.Contains("/not-allowed", StringComparison.Ordinal)
                        );
                // The sign-in form answers 401 to wrong words, the page for those refused 403: neither is about rights.
                var may = Callers.May(caller, least);
                if (refused == may && !(may && route is "POST /sign-in" or "GET /not-allowed"))
                    wrong.Add($"{caller} at {route}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }
        Assert.Empty(string.Join('\n', wrong));
        Assert.Equal([], Routes.Keys.Except(RoutesOf(app).Select(r => r.Route), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_method_with_an_actor_asks_whether_he_may()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.SignInAsync();
        var wrong = new List<string>();
        foreach (var method in MethodsWithActor())
        {
            var name = $"{method.DeclaringType!.Name}.{method.Name}";
            if (!Methods.TryGetValue(name, out var least))
            {
                wrong.Add($"{name} is missing from the matrix");
                continue;
            }
            foreach (var caller in Enum.GetValues<Caller>())
            {
                var refused = await IsRefusedAsync(app, method, await ActorAsync(app, caller));
                if (refused == Callers.May(caller, least))
                    wrong.Add($"{caller} at {name}: {(refused ? "refused" : "let in")}");
            }
        }
        Assert.Equal([], wrong);
        Assert.Equal(
            [],
            Methods.Keys.Except(
                MethodsWithActor().Select(m => $"{m.DeclaringType!.Name}.{m.Name}"),
                StringComparer.Ordinal
            )
        );
    }

    [Fact]
    public void Whoever_writes_asks_for_an_actor_or_is_known_to_write_by_itself()
    {
        var writers = typeof(Actor)
            .Assembly.GetExportedTypes()
            .Where(type =>
                type.GetConstructors()
                    .SelectMany(made => made.GetParameters())
                    .Any(p => p.ParameterType == typeof(WriteTransaction) || p.ParameterType == typeof(AuditTrail))
            );
        var unknown = writers
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(method => !method.IsSpecialName && !TakesActor(method))
            .Select(method => (Type: method.DeclaringType!.Name, Name: $"{method.DeclaringType!.Name}.{method.Name}"))
            .Where(method => !WritesByItself.Contains(method.Type) && !WritesByItself.Contains(method.Name));

        Assert.Equal([], unknown.Select(method => method.Name).Distinct(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Route, string Path)> RoutesOf(TestApp app) =>
        app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"])
                    .Where(method => method is not "HEAD")
                    .Select(method =>
                    {
                        var pattern = "/" + endpoint.RoutePattern.RawText?.Trim('/');
                        return ($"{method} {pattern}", Filled(pattern));
                    })
            )
            .Where(route => !route.Item1.Contains("_framework", StringComparison.Ordinal))
            // A page answers GET; that it would take a form's POST, too, is the framework's.
            .Where(route => !(route.Item1.StartsWith("POST", StringComparison.Ordinal) && IsPage(app, route.Item1)))
            .Distinct();

    private static bool IsPage(TestApp app, string route) =>
        app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Any(endpoint =>
                endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>()
                    is not null
                && $"POST /{endpoint.RoutePattern.RawText?.Trim('/')}" == route
            );

    private static string Filled(string pattern) =>
        string.Join(
            '/',
            pattern
                .Split('/')
                .Select(part =>
                    part.EndsWith(":file}", StringComparison.Ordinal) ? "no.css"
                    : part.StartsWith('{') ? "1"
                    : part.Replace("{format}", "csv", StringComparison.Ordinal)
                )
        );

    private static IEnumerable<MethodInfo> MethodsWithActor() =>
        typeof(Actor)
            .Assembly.GetExportedTypes()
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(method => TakesActor(method) && method.DeclaringType != typeof(Actor));

    private static bool TakesActor(MethodInfo method) =>
        method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor));

    private static async Task<Actor> ActorAsync(TestApp app, Caller caller)
    {
        var services = app.Services;
        var tokens = services.GetRequiredService<TokenService>();
        switch (caller)
        {
            case Caller.Anonymous:
                return Actor.Anonymous("192.0.2.1");
            case Caller.RevokedToken or Caller.RelayToken:
                var name = Guid.NewGuid().ToString();
                var role = caller == Caller.RelayToken ? (Role?)null : Role.Admin;
                var made = await tokens.CreateAsync(Actor.Program, name, role, null, default);
                if (caller == Caller.RevokedToken)
                    await tokens.RevokeAsync(Actor.Program, made.Id, default);
                return new Actor(ActorKind.Token, $"{made.Id}", name, null);
            default:
                return await services.AddPersonAsync(Enum.Parse<Role>(caller.ToString()));
        }
    }

    private static async Task<bool> IsRefusedAsync(TestApp app, MethodInfo method, Actor actor)
    {
        var service = app.Services.GetRequiredService(method.DeclaringType!);
        var arguments = method.GetParameters().Select(p => Argument(p.ParameterType, actor)).ToArray();
        try
        {
            if (method.Invoke(service, arguments) is Task task)
                await task;
            return false;
        }
        catch (Exception failure)
        {
            var cause = failure is TargetInvocationException ? failure.InnerException : failure;
            return cause is RefusedException { Refusal: Refusal.NotAllowed };
        }
    }

    private static object? Argument(Type type, Actor actor) =>
        type == typeof(Actor) ? actor
        : type == typeof(string) ? "1"
        : type == typeof(AuditQuery) ? new AuditQuery()
        : type == typeof(AuditNote) ? new AuditNote("test", null)
        : type == typeof(ExportTable) ? ExportSample.Of([], Role.Operator)
        : type == typeof(ExportOrder) ? new ExportOrder(ExportSample.Of([], Role.Operator), ExportFormat.Csv, default)
        : type == typeof(Stream) ? Stream.Null
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}

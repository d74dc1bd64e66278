using System.Text;
using System.Text.Json;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.N8n;

public sealed class ActingNodesTests
{
    [Theory]
    [InlineData("""{"httpMethod":"POST","path":"a"}""", "a", "POST", N8nWebhookAuth.None)]
    [InlineData("""{"path":"/a/b"}""", "a/b", "GET", N8nWebhookAuth.None)]
    [InlineData("""{"httpMethod":"HEAD"}""", "hook-id", "HEAD", N8nWebhookAuth.None)]
    [InlineData("""{"path":"a","authentication":"headerAuth"}""", "a", "GET", N8nWebhookAuth.Header)]
    [InlineData("""{"path":"a","authentication":"basicAuth"}""", "a", "GET", N8nWebhookAuth.Basic)]
    [InlineData("""{"path":"a","authentication":"jwtAuth"}""", "a", "GET", N8nWebhookAuth.Other)]
    [InlineData("""{"path":"a","multipleMethods":true}""", "a", "POST", N8nWebhookAuth.None)]
    [InlineData("""{"path":"a","multipleMethods":true,"httpMethod":["GET","PUT"]}""", "a", "PUT", N8nWebhookAuth.None)]
    public void A_webhook_is_read_with_the_defaults_n8n_omits(
        string parameters,
        string path,
        string method,
        N8nWebhookAuth auth
    ) => Assert.Equal(new N8nWebhook(path, method, auth), Assert.Single(Read(Hook(parameters)).Webhooks));

    [Theory]
    [InlineData("""{"path":"={{ $env.X }}"}""")]
    [InlineData("""{"path":"vpc/:id"}""")]
    [InlineData("""{"path":"../rest/owner/setup"}""")]
    [InlineData("""{"path":"a","httpMethod":"={{ 1 }}"}""")]
    public void One_whose_address_is_not_in_the_node_is_no_way_to_run(string parameters) =>
        Assert.Empty(Read(Hook(parameters)).Webhooks);

    [Fact]
    public void One_without_an_id_is_registered_below_its_workflow() =>
        Assert.Equal(
            "wf1/my hook/a",
            Read("""{"name":"My Hook","type":"n8n-nodes-base.webhook","parameters":{"path":"a"}}""").Webhooks[0].Path
        );

    [Fact]
    public void A_disabled_node_counts_for_nothing()
    {
        var workflow = Read(
            """{"name":"W","type":"n8n-nodes-base.webhook","disabled":true,"webhookId":"a","parameters":{}}""",
            """{"name":"S","type":"n8n-nodes-base.scheduleTrigger","disabled":true,"parameters":{}}""",
            """{"name":"D","type":"n8n-nodes-base.mySql","disabled":true,"parameters":{"operation":"deleteTable"}}"""
        );

        Assert.Equal(WorkflowRunWays.None, WorkflowRunWays.Of(workflow));
    }

    [Theory]
    [InlineData("postgres", """{"operation":"deleteTable"}""", true)]
    [InlineData("googleSheets", """{"operation":"Remove"}""", true)]
    [InlineData("dataTable", """{"operation":"deleteRows"}""", true)]
    [InlineData("mySql", """{"operation":"executeQuery","query":"truncate vpc"}""", true)]
    [InlineData("mySql", """{"query":"SELECT deleted_at FROM vpc"}""", false)]
    [InlineData("mySql", """{"options":{"queries":[{"query":"DELETE v FROM vpc v"}]}}""", true)]
    [InlineData("code", """{"jsCode":"await db.run('delete  from vpc')"}""", true)]
    [InlineData("code", """{"jsCode":"// drop what is empty, delete nothing"}""", false)]
    [InlineData("httpRequest", """{"method":"DELETE"}""", true)]
    [InlineData("httpRequest", """{"requestMethod":"delete"}""", true)]
    [InlineData("httpRequest", """{"method":"POST","url":"https://x/delete"}""", false)]
    [InlineData("set", "{}", false)]
    public void What_deletes_is_suspected(string type, string parameters, bool expected) =>
        Assert.Equal(
            expected,
            Read($$$"""{"name":"N","type":"n8n-nodes-base.{{{type}}}","parameters":{{{parameters}}}}""").SeemsToDelete
        );

    [Theory]
    [InlineData(true, "scheduleTrigger")]
    [InlineData(false, "scheduleTrigger", "scheduleTrigger")]
    [InlineData(false, "scheduleTrigger", "webhook")]
    [InlineData(false, "webhook")]
    [InlineData(false, "cron")]
    [InlineData(true, "scheduleTrigger", "cron")]
    public void Mcp_starts_what_has_one_trigger_that_asks_for_nothing(bool expected, params string[] types) =>
        Assert.Equal(
            expected,
            Read([
                .. types.Select(type => $$$"""{"name":"T","type":"n8n-nodes-base.{{{type}}}","parameters":{}}"""),
            ]).McpCanStart
        );

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a", "a", false)]
    [InlineData("a", null, false)]
    public void A_draft_that_differs_is_told(string draft, string? live, bool expected)
    {
        var row = JsonSerializer.SerializeToElement(
            new
            {
                data = new[]
                {
                    new
                    {
                        id = "wf1",
                        versionId = draft,
                        activeVersionId = live,
                        nodes = Array.Empty<int>(),
                    },
                },
            }
        );

        Assert.Equal(expected, WorkflowReader.Read(row).Page.Workflows[0].HasUnpublishedDraft);
    }

    [Theory]
    [InlineData("1.110.1")]
    [InlineData("2.40.7")]
    public void The_recorded_fleet_tells_how_it_is_run(string line)
    {
        using var recorded = JsonDocument.Parse(RecordingsServer.Body(line, "workflows-all"));

        var workflows = WorkflowReader
            .Read(recorded.RootElement)
            .Page.Workflows.ToDictionary(workflow => workflow.Name, WorkflowRunWays.Of, StringComparer.Ordinal);

        Assert.Equal(
            new N8nWebhook("gcp-nat", "POST", N8nWebhookAuth.None),
            Assert.Single(workflows["GCP NAT Gateway Sync"].Webhooks)
        );
        Assert.True(workflows["AWS VPC Sync"] is { McpCanStart: true, Webhooks.Length: 0, AvailableInMcp: false });
        Assert.All(workflows.Values, ways => Assert.False(ways.SeemsToDelete || ways.HasUnpublishedDraft));
    }

    [Fact]
    public async Task The_recorded_answer_of_a_retry_names_the_new_execution()
    {
        using var recorded = new MemoryStream(Encoding.UTF8.GetBytes(RecordingsServer.Body("2.40.7", "retry")));

        var retry = await ExecutionReader.ReadOneAsync(recorded, default);

        Assert.Equal(("23", "18"), (retry.Execution.Id, retry.Execution.RetryOf));
    }

    [Fact]
    public void Ways_survive_their_column()
    {
        var ways = new WorkflowRunWays
        {
            Webhooks = [new("子网/\"x\"", "POST", N8nWebhookAuth.Header)],
            AvailableInMcp = true,
            SeemsToDelete = true,
        };

        Assert.Equal(ways, WorkflowRunWays.FromJson(ways.ToJson()));
        Assert.NotEqual(ways, WorkflowRunWays.FromJson((ways with { Webhooks = [] }).ToJson()));
        Assert.Null(WorkflowRunWays.None.ToJson());
        Assert.All(
            [null, "", "[]", "null", "{\"webhooks\":[null]}", "{\"webhooks\":3}"],
            json => Assert.Equal(WorkflowRunWays.None, WorkflowRunWays.FromJson(json))
        );
    }

    private static string Hook(string parameters) =>
        $$$"""{"name":"Webhook","type":"n8n-nodes-base.webhook","webhookId":"hook-id","parameters":{{{parameters}}}}""";

    private static N8nWorkflow Read(params string[] nodes)
    {
        using var json = JsonDocument.Parse($$"""{"data":[{"id":"wf1","nodes":[{{string.Join(',', nodes)}}]}]}""");
        return Assert.Single(WorkflowReader.Read(json.RootElement).Page.Workflows);
    }
}

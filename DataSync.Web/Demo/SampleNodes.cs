using System.Text.Json.Nodes;

namespace DataSync.Web.Demo;

/// <summary>The nodes of a sample workflow and how they are wired, as n8n stores them.</summary>
internal static class SampleNodes
{
    public const string List = "List resources";
    public const string Wait = "Wait for provider";
    public const string Peerings = "List peerings";
    public const string Code = "Normalise";
    public const string Write = "Write to CMDB";
    public const string Remove = "Remove stale records";
    public const string Summary = "Summary";

    public static IReadOnlyList<string> Names(SampleWorkflow workflow)
    {
        var names = new List<string> { workflow.Trigger.NodeName, List };
        if (workflow.Character == SampleCharacter.Waiting)
            names.Add(Wait);
        if (workflow.Character == SampleCharacter.SkipsFailures)
            names.Add(Peerings);
        names.AddRange([Code, Write]);
        if (workflow.RemovesStale)
            names.Add(Remove);
        names.Add(Summary);
        return names;
    }

    public static JsonArray All(SampleWorkflow workflow) =>
        [.. Names(workflow).Select((name, i) => (JsonNode)One(workflow, name, i))];

    public static JsonObject One(SampleWorkflow workflow, string name) =>
        One(workflow, name, Names(workflow).ToList().IndexOf(name));

    public static JsonObject Connections(SampleWorkflow workflow)
    {
        var names = Names(workflow);
        var connections = new JsonObject();
        for (var i = 0; i + 1 < names.Count; i++)
            connections[names[i]] = new JsonObject
            {
                ["main"] = new JsonArray(
                    new JsonArray(
                        new JsonObject
                        {
                            ["node"] = names[i + 1],
                            ["type"] = "main",
                            ["index"] = 0,
                        }
                    )
                ),
            };
        return connections;
    }

    /// <summary>The credential all nodes of a provider share; that of AWS production has expired.</summary>
    public static (string Id, string Name) Credential(SampleWorkflow workflow)
    {
        if (workflow.Character == SampleCharacter.ExpiredCredential)
            return ("SsHeU6gc8hWWDEhg", "AWS-prod");
        var provider = workflow.Name.Split(' ')[0];
        return ($"cred{(uint)provider.Sum(c => c * 7919):D12}", provider + "-sync");
    }

    private static JsonObject One(SampleWorkflow workflow, string name, int index)
    {
        var trigger = index == 0;
        var (type, version, parameters) = name switch
        {
            _ when trigger => (
                workflow.Trigger.Type,
                workflow.Trigger.Type switch
                {
                    "webhook" => 2,
                    "cron" => 1,
                    "executeWorkflowTrigger" => 1.1,
                    _ => 1.2,
                },
                workflow.Trigger.ParametersJson()
            ),
            List or Peerings or Write or Remove => (
                "httpRequest",
                4.2,
                new JsonObject
                {
                    ["method"] =
                        name is Write ? "POST"
                        : name is Remove ? "DELETE"
                        : "GET",
                    ["url"] = Url(workflow, name),
                    ["authentication"] = "genericCredentialType",
                    ["genericAuthType"] = "httpHeaderAuth",
                    ["options"] = new JsonObject(),
                }
            ),
            Wait => ("wait", 1.1, new JsonObject { ["amount"] = 7, ["unit"] = "days" }),
            Code => (
                "code",
                2,
                new JsonObject
                {
                    ["jsCode"] = "return $input.all().map(i => ({ json: { ...i.json, tags: i.json.tags.length } }));",
                }
            ),
            _ => (
                "set",
                3.4,
                (JsonNode)
                    new JsonObject
                    {
                        ["mode"] = "raw",
                        ["jsonOutput"] = "={{ $json.summary }}",
                        ["options"] = new JsonObject(),
                    }
            ),
        };
        var node = new JsonObject
        {
            ["id"] = name.ToLowerInvariant().Replace(' ', '-'),
            ["name"] = name,
            ["type"] = "n8n-nodes-base." + type,
            ["typeVersion"] = version,
            ["position"] = new JsonArray(index * 200, 0),
            ["parameters"] = parameters,
        };
        if (workflow.Trigger.WebhookPath is { } path && trigger)
            node["webhookId"] = path;
        if (name is Peerings)
            node["onError"] = "continueRegularOutput";
        if (type is "httpRequest")
        {
            var (id, label) = name is Write or Remove ? ("cmdbWriter000001", "CMDB") : Credential(workflow);
            node["credentials"] = new JsonObject
            {
                ["httpHeaderAuth"] = new JsonObject { ["id"] = id, ["name"] = label },
            };
        }
        return node;
    }

    public static string Url(SampleWorkflow workflow, string name) =>
        name is Write or Remove
            ? "https://cmdb.example.com/api/network-resources"
            : $"https://cloud.example.com/inventory/{workflow.Id}/{(name is Peerings ? "peerings" : "resources")}";
}

using System.Text.Json;

namespace DataSync.Core.Alerts;

/// <summary>The relay as n8n takes it: when a workflow fails, post what the Error Trigger tells to DataSync.</summary>
internal static class RelayWorkflow
{
    private const string Trigger = "Error Trigger";
    private const string Tell = "Tell DataSync";

    /// <param name="token">May post events and do nothing else: whoever may read the workflow in n8n sees it.</param>
    public static byte[] Body(string name, string url, string token) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                name,
                nodes = new object[]
                {
                    Node(Trigger, "n8n-nodes-base.errorTrigger", version: 1, x: 0, new { }),
                    Node(
                        Tell,
                        "n8n-nodes-base.httpRequest",
                        version: 4.2,
                        x: 220,
                        new
                        {
                            method = "POST",
                            url,
                            sendHeaders = true,
                            headerParameters = new
                            {
                                parameters = new[] { new { name = "Authorization", value = "Bearer " + token } },
                            },
                            sendBody = true,
                            specifyBody = "json",
                            jsonBody = "={{ JSON.stringify($json) }}",
                            options = new { timeout = 10_000 },
                        }
                    ),
                },
                connections = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    [Trigger] = new
                    {
                        main = new[]
                        {
                            new[]
                            {
                                new
                                {
                                    node = Tell,
                                    type = "main",
                                    index = 0,
                                },
                            },
                        },
                    },
                },
                // It only hands on a hint: kept runs of it would crowd out those of the syncs.
                settings = new
                {
                    executionOrder = "v1",
                    saveDataErrorExecution = "none",
                    saveDataSuccessExecution = "none",
                    saveManualExecutions = false,
                },
            }
        );

    private static object Node(string name, string type, double version, int x, object parameters) =>
        new
        {
            id = name.ToLowerInvariant().Replace(' ', '-'),
            name,
            type,
            typeVersion = version,
            position = new[] { x, 0 },
            parameters,
            // Rides out a restart of DataSync; the trigger itself never fails.
            retryOnFail = true,
            maxTries = 3,
            waitBetweenTries = 5_000,
        };
}

using System.Text.Json;
using DataSync.Core.N8n;

namespace DataSync.Tests.Unit.Workflows;

internal static class Nodes
{
    public static N8nNode Schedule(string parameters, bool disabled = false) =>
        Of("n8n-nodes-base.scheduleTrigger", parameters, disabled);

    public static N8nNode Every(string interval) => Schedule("""{"rule":{"interval":[""" + interval + "]}}");

    public static N8nNode Of(string type, string parameters, bool disabled = false) =>
        new("Trigger", type, disabled, JsonDocument.Parse(parameters).RootElement.Clone());
}

using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Triggers;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Triggers;

/// <summary>For administrators: the setting by which n8n's MCP server may run a workflow, shown before it is changed.</summary>
public sealed partial class McpSetting(
    McpSwitch mcp,
    TriggerService triggers,
    AccessDirectory access,
    CurrentActor current
) : GuardedComponent
{
    private N8nDraft? draft;
    private Role? role;
    private string done = "";

    [Parameter, EditorRequired]
    public WorkflowTile Tile { get; set; } = null!;

    protected override async Task OnInitializedAsync() => role = access.RoleOf(await current.GetAsync());

    private static string Word(bool value) => value ? "true" : "false";

    private Task ReadAsync() =>
        ActAsync(async actor => draft = await mcp.ReadAsync(actor, Tile.WorkflowId, Left), null);

    private Task SetAsync() =>
        ActAsync(
            async actor =>
            {
                await mcp.SetAsync(actor, draft!, !draft!.AvailableInMcp, default);
                draft = null;
                done = "Changed in n8n; seen here within seconds.";
            },
            "n8n may have been changed all the same: look there before you try again."
        );

    private Task ActAsync(Func<Actor, Task> act, string? then) =>
        TryAsync(
            async () =>
            {
                done = "";
                try
                {
                    await act(await current.GetAsync());
                }
                catch (RefusedException)
                {
                    // What was shown is no longer what would be done.
                    draft = null;
                    throw;
                }
            },
            then
        );
}

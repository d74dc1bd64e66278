using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Triggers;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Triggers;

/// <summary>For administrators: the setting by which n8n's MCP server may run a workflow, shown before it is changed.</summary>
public sealed partial class McpSetting(
    McpSwitch mcp,
    TriggerService triggers,
    AccessDirectory access,
    CurrentActor current
) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource left = new();
    private N8nDraft? draft;
    private Role? role;
    private string? problem;
    private string done = "";
    private bool isBusy;

    [Parameter, EditorRequired]
    public WorkflowTile Tile { get; set; } = null!;

    protected override async Task OnInitializedAsync() => role = access.RoleOf(await current.GetAsync());

    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
    }

    private static string Word(bool value) => value ? "true" : "false";

    private Task ReadAsync() =>
        TryAsync(async actor => draft = await mcp.ReadAsync(actor, Tile.WorkflowId, left.Token));

    private Task SetAsync() =>
        TryAsync(async actor =>
        {
            await mcp.SetAsync(actor, draft!, !draft!.AvailableInMcp, left.Token);
            draft = null;
            done = "Changed in n8n; seen here within seconds.";
        });

    private async Task TryAsync(Func<Actor, Task> act)
    {
        (isBusy, problem, done) = (true, null, "");
        try
        {
            await act(await current.GetAsync());
        }
        catch (RefusedException refused)
        {
            (problem, draft) = (refused.Message, null);
        }
        finally
        {
            isBusy = false;
        }
    }
}

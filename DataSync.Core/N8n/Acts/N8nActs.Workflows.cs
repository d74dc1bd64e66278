using System.Net;
using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>What changes workflows themselves.</summary>
public sealed partial class N8nActs
{
    /// <summary>Between reading a workflow and saving it: what somebody else saves meanwhile would be lost.</summary>
    private static readonly TimeSpan MostBetween = TimeSpan.FromSeconds(10);

    /// <summary>With fewer requests a minute nothing could ever be saved so soon.</summary>
    private const int FewRequests = 4;

    public async Task<N8nDraft> ReadDraftAsync(string workflowId, CancellationToken cancellation)
    {
        using var workflow = await FindWorkflowAsync(workflowId, false, RequestPriority.Person, cancellation);
        return Draft(workflowId, (workflow ?? throw N8nActFailures.NoWorkflow(mayHaveHappened: false)).RootElement);
    }

    /// <summary>
    /// Changes that one setting, which also publishes what the editor holds: so it is refused where that differs from what
    /// is published or from <paramref name="draft"/>, and nothing is written where it is set already.
    /// </summary>
    public async Task SetAvailableInMcpAsync(N8nDraft draft, bool available, CancellationToken cancellation)
    {
        _ =
            await SaveSettingAsync(
                draft.WorkflowId,
                Change,
                saved => saved.AvailableInMcp == available && saved.Obstacle is null,
                RequestPriority.Person,
                cancellation
            ) ?? throw N8nActFailures.NoWorkflow(mayHaveHappened: false);

        N8nSetting? Change(N8nDraft now)
        {
            if (!now.HasVersions)
                throw N8nActFailures.Refused(
                    "This n8n does not know the setting, which newer ones do: give the workflow a webhook to be run by."
                );
            if (now.Obstacle is { } obstacle)
                throw N8nActFailures.Refused(obstacle);
            if (!string.Equals(now.VersionId, draft.VersionId, StringComparison.Ordinal))
                throw N8nActFailures.Refused(
                    "Somebody changed the workflow in n8n since it was read: look at the change again, then repeat it."
                );
            return now.AvailableInMcp == available ? null : N8nSetting.Of("availableInMCP", available);
        }
    }

    /// <summary>Reads a workflow, saves it with one setting changed, and reads whether that took.</summary>
    /// <param name="change">Decides by what is there; null from it: nothing is written.</param>
    /// <param name="took">Whether what is there afterwards is what was wished for.</param>
    /// <param name="priority">Of the reading; what was read is saved at once, like a person's request.</param>
    /// <returns>As it is now; null: n8n does not have it (any more).</returns>
    internal async Task<N8nDraft?> SaveSettingAsync(
        string workflowId,
        Func<N8nDraft, N8nSetting?> change,
        Func<N8nDraft, bool> took,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        using var workflow = await FindWorkflowAsync(workflowId, mayHaveHappened: false, priority, cancellation);
        if (workflow is null)
            return null;
        var now = Draft(workflowId, workflow.RootElement);
        if (change(now) is not { } setting)
            return now;
        var body = ActAnswer.With(workflow.RootElement, setting);
        using var request = ApiRequest(HttpMethod.Put, PathOf(workflowId), body);
        TimeSpan? between = settings.RequestsPerMinute < FewRequests ? null : MostBetween;
        using var answer = await wire.SendAsync(request, Patience, RequestPriority.Person, cancellation, between);
        await RefusedAsync(N8nAct.Save, answer, cancellation);
        using var after =
            await FindWorkflowAsync(workflowId, mayHaveHappened: true, priority, cancellation)
            ?? throw N8nActFailures.NoWorkflow(mayHaveHappened: true);
        var saved = Draft(workflowId, after.RootElement);
        return took(saved)
            ? saved
            : throw N8nActFailures.Unclear("n8n took the change but does not show it: look at the workflow in n8n.");
    }

    /// <param name="body">Name, nodes, connections and settings.</param>
    internal async Task<N8nDraft> CreateWorkflowAsync(byte[] body, CancellationToken cancellation)
    {
        using var request = ApiRequest(HttpMethod.Post, "/workflows", body);
        using var answer = await wire.SendAsync(request, Patience, RequestPriority.Person, cancellation);
        await RefusedAsync(N8nAct.Create, answer, cancellation);
        using var made = Parsed(await wire.TextAsync(answer, cancellation) ?? "");
        return WorkflowReader.Text(made?.RootElement, "id") is { Length: > 0 } id
            ? Draft(id, made!.RootElement)
            : throw N8nActFailures.Unreadable();
    }

    /// <summary>Asking twice changes nothing.</summary>
    internal async Task PublishWorkflowAsync(string workflowId, CancellationToken cancellation)
    {
        using var request = ApiRequest(HttpMethod.Post, PathOf(workflowId) + "/activate", body: null);
        using var answer = await wire.SendAsync(request, Patience, RequestPriority.Person, cancellation);
        await RefusedAsync(N8nAct.Publish, answer, cancellation);
    }

    /// <summary>Unpublishes it first, as n8n demands. Well also when it is gone already.</summary>
    internal async Task RemoveWorkflowAsync(string workflowId, CancellationToken cancellation)
    {
        await RemovingAsync(HttpMethod.Post, PathOf(workflowId) + "/deactivate", N8nAct.Unpublish, cancellation);
        await RemovingAsync(HttpMethod.Delete, PathOf(workflowId), N8nAct.Delete, cancellation);
    }

    private async Task RemovingAsync(HttpMethod method, string path, N8nAct act, CancellationToken cancellation)
    {
        using var request = ApiRequest(method, path, body: null);
        using var answer = await wire.SendAsync(request, Patience, RequestPriority.Person, cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound || !N8nClient.IsJson(answer))
            await RefusedAsync(act, answer, cancellation);
    }

    private async Task<JsonDocument?> FindWorkflowAsync(
        string workflowId,
        bool mayHaveHappened,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        try
        {
            return await n8n.ReadWorkflowAsync(workflowId, priority, cancellation);
        }
        catch (N8nException failure)
        {
            throw N8nActFailures.From(failure, mayHaveHappened);
        }
        catch (OperationCanceledException given) when (mayHaveHappened)
        {
            throw N8nActFailures.GivenUp(given);
        }
    }

    private static string PathOf(string workflowId) => $"/workflows/{Uri.EscapeDataString(workflowId)}";

    private static N8nDraft Draft(string workflowId, JsonElement workflow)
    {
        var own = WorkflowReader.Get(workflow, "settings");
        var version = WorkflowReader.Text(workflow, "versionId");
        var hasVersions = WorkflowReader.Get(workflow, "activeVersionId") is not null;
        var running =
            hasVersions ? WorkflowReader.Text(workflow, "activeVersionId")
            : WorkflowReader.IsTrue(workflow, "active") ? version
            : null;
        return new(
            workflowId,
            WorkflowReader.Text(workflow, "name") ?? workflowId,
            version,
            running,
            WorkflowReader.IsTrue(own, "availableInMCP")
        )
        {
            ErrorWorkflow = WorkflowReader.Text(own, "errorWorkflow"),
            IsArchived = WorkflowReader.IsTrue(workflow, "isArchived"),
            HasVersions = hasVersions,
        };
    }
}

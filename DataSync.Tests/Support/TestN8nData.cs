using System.Text.Json.Nodes;

namespace DataSync.Tests.Support;

public sealed partial class TestN8n
{
    private readonly TestN8nStore store;

    private readonly Dictionary<TestN8nExecution, TestN8nShown> shown = [];
    private readonly Dictionary<string, DateTime> starts = new(StringComparer.Ordinal);

    public TestN8nLine Line { get; set; } = TestN8nLine.Two;

    /// <summary>Execution ids are UUIDs; set before the first one.</summary>
    public bool Uuids
    {
        get => Locked(() => store.Uuids);
        set => Locked(() => store.Uuids = value);
    }

    /// <summary>No list of executions has more rows than this; n8n's own cap is 250.</summary>
    public int MostRows { get; set; } = 250;

    /// <summary>Every finished execution any answer held, as it was shown last; pruned ones and earlier lives included.</summary>
    public IReadOnlyCollection<TestN8nShown> Shown => Locked(() => shown.Values.ToArray());

    /// <summary>The number the next execution gets; set it back to play a rebuilt instance.</summary>
    public long NextId
    {
        get => Locked(() => store.NextId);
        set => Locked(() => store.NextId = value);
    }

    /// <summary>All executions there are, oldest id first.</summary>
    public IReadOnlyList<TestN8nExecution> Executions => Locked(() => store.Executions.Values.ToArray());

    public IReadOnlyList<TestN8nWorkflow> Workflows => Locked(() => store.Workflows.ToArray());

    /// <param name="cron">Gives it a Schedule Trigger with this expression; without one it has a Webhook node.</param>
    /// <param name="credential">Name of the one its last node uses.</param>
    /// <returns>Its id.</returns>
    public string AddWorkflow(
        string name,
        bool active = true,
        string? cron = null,
        string[]? tags = null,
        string? timeZone = null,
        bool archived = false,
        string? id = null,
        bool? availableInMcp = null,
        string? credential = null
    ) =>
        Locked(() =>
        {
            var workflow = new TestN8nWorkflow
            {
                Id = id ?? "wf" + (store.Workflows.Count + 1).ToString("00000000000000"),
                Name = name,
                Active = active,
                Archived = archived,
                Tags = tags ?? [],
                TimeZone = timeZone,
                UpdatedAt = store.Now,
                AvailableInMcp = availableInMcp,
                Nodes = TestN8nJson.Nodes(name, cron, credential),
            };
            store.Workflows.Add(workflow);
            return workflow.Id;
        });

    /// <summary>Changes a workflow as a person would in n8n's editor.</summary>
    public void ChangeWorkflow(string id, Action<TestN8nWorkflow> change) =>
        Locked(() =>
        {
            var workflow = store.Workflows.Single(one => Same(one.Id, id));
            change(workflow);
            workflow.UpdatedAt = store.Now;
            workflow.VersionId = Guid.NewGuid().ToString();
            return 0;
        });

    public void RemoveWorkflow(string id) => Locked(() => store.Workflows.RemoveAll(one => Same(one.Id, id)));

    /// <summary>Starts an execution, which runs until <see cref="Finish"/> or <see cref="Wait"/>.</summary>
    /// <returns>Its id.</returns>
    public string Start(string workflowId, string mode = "trigger", DateTime? at = null, string? retryOf = null) =>
        Locked(() =>
        {
            var id = store.NextId++;
            var execution = new TestN8nExecution
            {
                Id = store.IdOf(id),
                WorkflowId = workflowId,
                Mode = mode,
                StartedAt = at ?? store.Now,
                RetryOf = retryOf,
            };
            store.Executions[id] = execution;
            return execution.Id;
        });

    /// <summary>Puts it to sleep: status waiting, with a stop time, as n8n does.</summary>
    public void Wait(string id, DateTime? till = null) =>
        Change(
            id,
            execution =>
            {
                execution.Status = "waiting";
                execution.StoppedAt = store.Now;
                execution.WaitTill = till ?? store.Now.AddMinutes(3);
            }
        );

    /// <summary>
    /// Ends it. Counts given appear in the last node's output; <paramref name="error"/> becomes the failing node's message.
    /// </summary>
    public void Finish(
        string id,
        string status = "success",
        int? created = null,
        int? updated = null,
        int? deleted = null,
        int? failed = null,
        string? error = null,
        DateTime? at = null,
        string node = "Write to CMDB",
        string? credential = null
    ) =>
        Change(
            id,
            execution =>
            {
                execution.Status = status;
                execution.StoppedAt = at ?? store.Now;
                execution.WaitTill = null;
                var message = status is "success" or "canceled" ? null : error ?? "The CMDB answered 502 Bad Gateway";
                execution.Data = TestN8nJson.Data(
                    execution,
                    (created, updated, deleted, failed),
                    message,
                    node,
                    credential
                );
            }
        );

    /// <summary>An execution of the past, started and finished.</summary>
    /// <returns>Its id.</returns>
    public string AddFinished(
        string workflowId,
        DateTime start,
        TimeSpan duration,
        string status = "success",
        int? created = null,
        int? updated = null,
        string? error = null,
        string mode = "trigger",
        string? credential = null
    )
    {
        var id = Start(workflowId, mode, start);
        Finish(id, status, created, updated, error: error, at: start + duration, credential: credential);
        return id;
    }

    public void Change(string id, Action<TestN8nExecution> change) =>
        Locked(() =>
        {
            change(store.Get(id));
            Pulse();
            return 0;
        });

    /// <summary>Prunes it: 404 from now on.</summary>
    public void Delete(string id) => Locked(() => store.KeyOf(id) is { } key && store.Executions.Remove(key));

    /// <summary>
    /// Prunes what ended before, and drops what was noted of it and of requests before, for tests that measure the heap.
    /// </summary>
    public void Forget(DateTime before) =>
        Locked(() =>
        {
            while (arrivals.TryPeek(out var arrival) && arrival.At < before)
                arrivals.TryDequeue(out _);
            var old = store.Executions.Where(row => !row.Value.IsOpen && row.Value.StoppedAt < before).ToArray();
            foreach (var (key, execution) in old)
            {
                store.Executions.Remove(key);
                shown.Remove(execution);
                starts.Remove(execution.Id);
            }
            return old.Length;
        });

    /// <summary>
    /// Puts back a backup, or with none rebuilds the instance: numbering goes on behind the newest one it has, from 1.
    /// </summary>
    public void Restore(IReadOnlyList<TestN8nExecution>? backup = null) =>
        Locked(() =>
        {
            store.Executions.Clear();
            store.NextId = 1;
            store.BeginLife();
            foreach (var execution in backup ?? [])
            {
                var key = store.Uuids ? TestN8nStore.NumberOf(execution.Id) : long.Parse(execution.Id);
                store.Executions[key] = execution;
                store.NextId = key + 1;
            }
            return 0;
        });

    private T Locked<T>(Func<T> read)
    {
        lock (store.Gate)
        {
            return read();
        }
    }
}

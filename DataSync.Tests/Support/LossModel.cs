using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Support;

/// <summary>Lets a <see cref="TestN8n"/> live as a <see cref="LossCase"/> says. What cannot happen now does not.</summary>
internal sealed class LossModel
{
    private static readonly string[] Ends = ["success", "success", "error", "canceled", "crashed"];

    /// <summary>
    /// n8n prunes after days. Without a word in its lists a failure can only be told while it exists, so there the model
    /// does not prune within seconds what no n8n would.
    /// </summary>
    private static readonly TimeSpan PruneAge = TimeSpan.FromSeconds(120);

    private readonly TestN8n n8n;
    private readonly FakeTimeProvider time;
    private readonly string[] workflows;
    private TestN8nExecution[]? backup;

    public LossModel(TestN8n n8n, FakeTimeProvider time)
    {
        (this.n8n, this.time) = (n8n, time);
        workflows = [n8n.AddWorkflow("AWS VPC Sync"), n8n.AddWorkflow("GCP VPN Sync"), n8n.AddWorkflow("OCI NAT Sync")];
    }

    public void Make(ChangeOf change)
    {
        // No two things happen at the same instant.
        time.Advance(TimeSpan.FromMilliseconds(7));
        var newestFirst = n8n.Executions.Reverse().ToArray();
        var open = newestFirst.Where(e => e.IsOpen).ToArray();
        var finished = newestFirst.Where(e => !e.IsOpen).ToArray();
        switch (change.What)
        {
            case Change.Start:
                n8n.Start(workflows[change.Which % 3]);
                break;
            case Change.Queue:
                n8n.Change(n8n.Start(workflows[change.Which % 3]), e => (e.Status, e.StartedAt) = ("new", null));
                break;
            case Change.Finish when Chosen(open, change) is { } one:
                if (one.Status is "new")
                    n8n.Change(one.Id, Begin);
                else
                    Finish(one, Ends[change.Which % Ends.Length]);
                break;
            case Change.FinishUnsaved when Chosen(open, change) is { } one:
                n8n.Delete(one.Id);
                break;
            case Change.Wait when Chosen(open.Where(e => e.Status is "running"), change) is { } one:
                n8n.Wait(one.Id);
                break;
            case Change.Resume when Chosen(open.Where(e => e.Status is "waiting"), change) is { } one:
                n8n.Change(one.Id, e => (e.Status, e.StoppedAt, e.WaitTill) = ("running", null, null));
                break;
            case Change.Retry when Chosen(finished.Where(e => e.Status is "error" or "crashed"), change) is { } one:
                var retry = n8n.Start(one.WorkflowId, "retry", retryOf: one.Id);
                if (change.Which % 2 == 0)
                {
                    n8n.Finish(retry);
                    n8n.Change(one.Id, e => e.RetrySuccessId = retry);
                }
                break;
            case Change.Prune when Chosen(finished.Where(MayBePruned).Reverse(), change) is { } one:
                n8n.Delete(one.Id);
                break;
            case Change.DeleteNewest when newestFirst is [{ IsOpen: false } newest, ..] && MayBePruned(newest):
                n8n.Delete(newest.Id);
                break;
            case Change.BackUp:
                backup = [.. n8n.Executions.Select(e => e.IsOpen ? Copy(e) : e)];
                break;
            case Change.Restore when backup is { } kept:
                n8n.Restore([.. kept.Select(e => e.IsOpen ? Copy(e) : e)]);
                break;
            case Change.Rebuild:
                backup = null;
                n8n.Restore();
                break;
            default:
                break;
        }
    }

    /// <summary>Queued ones above everything else are in no answer of n8n; they begin.</summary>
    public void BeginQueued()
    {
        foreach (var one in n8n.Executions.Where(e => e.Status is "new"))
        {
            time.Advance(TimeSpan.FromMilliseconds(7));
            n8n.Change(one.Id, Begin);
        }
    }

    private void Finish(TestN8nExecution one, string status) => n8n.Finish(one.Id, status);

    private void Begin(TestN8nExecution one) => (one.Status, one.StartedAt) = ("running", time.GetUtcNow().UtcDateTime);

    private bool MayBePruned(TestN8nExecution one) =>
        n8n.Line == TestN8nLine.Two || time.GetUtcNow().UtcDateTime - one.StoppedAt > PruneAge;

    private static TestN8nExecution? Chosen(IEnumerable<TestN8nExecution> among, ChangeOf change)
    {
        var all = among.ToArray();
        return all.Length == 0 ? null : all[change.Which % all.Length];
    }

    private static TestN8nExecution Copy(TestN8nExecution one) =>
        new()
        {
            Id = one.Id,
            WorkflowId = one.WorkflowId,
            Mode = one.Mode,
            Status = one.Status,
            StartedAt = one.StartedAt,
            StoppedAt = one.StoppedAt,
            WaitTill = one.WaitTill,
            RetryOf = one.RetryOf,
        };
}

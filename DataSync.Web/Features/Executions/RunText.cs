using System.Text;
using DataSync.Core.Executions;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Executions;

/// <summary>A run as plain text, to be pasted into a mail or a ticket. Pure.</summary>
public static class RunText
{
    /// <param name="link">Absolute address of the run.</param>
    public static string Of(ExecutionDetail detail, string link)
    {
        var run = detail.Summary;
        var text = new StringBuilder()
            .AppendLine($"{run.WorkflowName}: {ExecutionWords.Of(run.Status, run.N8nStatus).ToLowerInvariant()}")
            .AppendLine($"Run {run.ExecutionId} of workflow {run.WorkflowId}")
            .AppendLine($"Started {Ages.Exact(run.StartTime)} {ExecutionWords.StartedBy(run.Mode)}");
        if (run.EndTime is { } end && run.Status != ExecutionStatus.Running)
            text.AppendLine(
                $"Ended {Ages.Exact(end)}{(run.DurationMs is { } took ? $", took {Ages.Duration(took)}" : "")}"
            );
        text.AppendLine($"Resources: {(run.Resources.Any ? Words.Of(run.Resources) : "not reported")}");
        if (detail.Digest?.Error is { } error)
        {
            text.AppendLine(
                    $"Failed{(run.FailedNode is { } node ? $" in {node}" : "")}: {ErrorClassifier.Explain(error).Sentence}"
                )
                .AppendLine($"n8n says: {error.Message}");
        }
        else if (run.ErrorMessage is { Length: > 0 } message)
            text.AppendLine($"n8n says: {message}");
        if (detail.SameError is { Earlier.Count: > 0 } same)
            text.AppendLine($"The same error was first seen {Ages.Exact(same.FirstAt)}");
        return text.Append(link).ToString();
    }

    /// <summary>What is not known of a run and why, in sentences.</summary>
    public static IEnumerable<string> Caveats(ExecutionDetail detail)
    {
        if (detail.StartTimeEstimated)
            yield return "n8n did not tell when it started; the time is when DataSync first saw it.";
        switch (detail.State)
        {
            case DetailState.Open:
                yield return "It is not over. Nodes and counts are read when it is.";
                break;
            case DetailState.Pending:
                yield return "Its details have not been read from n8n yet; failures come first. They appear here by themselves.";
                break;
            case DetailState.Unavailable when detail.Summary.N8nStatus is ExecutionIngestor.Gone:
                yield return "n8n no longer has it: it ended without being saved, or was deleted. How it ended is not known.";
                break;
            case DetailState.Unavailable:
                yield return "n8n has no details of it: they were not saved, were too large, or are deleted by now.";
                break;
            case DetailState.Stored when detail.Digest is null:
                yield return "What its nodes did has expired: it was removed when it grew old, as an administrator set it. The rest is kept.";
                break;
        }
        if (!detail.IsInN8n && detail.Summary.N8nStatus is not ExecutionIngestor.Gone)
            yield return "n8n no longer has it: its workflow is gone, or n8n was rebuilt since. This is what DataSync kept.";
    }
}

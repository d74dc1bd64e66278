namespace DataSync.Core.Live;

/// <summary>One line of the feed.</summary>
/// <param name="Key">Stays the same while the line does, also when more of the same is folded into it.</param>
/// <param name="At">When the newest of it happened, UTC.</param>
/// <param name="WorkflowId">Null: it is about several workflows, or about none.</param>
/// <param name="Title">The workflow's name, or what it is about.</param>
/// <param name="Text">What happened, in a few words.</param>
/// <param name="Detail">More for who wants it, such as the error; null: nothing.</param>
/// <param name="Count">How many are folded into it.</param>
public sealed record FeedEntry(
    string Key,
    FeedKind Kind,
    DateTime At,
    string? WorkflowId,
    string Title,
    string Text,
    string? Detail = null,
    int Count = 1
);

public enum FeedKind
{
    Started,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>Something about the workflow itself.</summary>
    Registry,
    Unobserved,
}

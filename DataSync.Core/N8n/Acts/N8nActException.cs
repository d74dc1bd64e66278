namespace DataSync.Core.N8n;

/// <summary>Something asked of n8n that was refused or whose outcome is not known. The message is fit for a page.</summary>
/// <param name="mayHaveHappened">
/// False only where n8n surely did nothing. True: look before anything is sent again.
/// </param>
/// <param name="condition">Where it tells of n8n as a whole; null: of this one act only.</param>
public sealed class N8nActException(
    string message,
    bool mayHaveHappened,
    N8nCondition? condition = null,
    Exception? inner = null
) : Exception(message, inner)
{
    public bool MayHaveHappened { get; } = mayHaveHappened;

    public N8nCondition? Condition { get; } = condition;
}

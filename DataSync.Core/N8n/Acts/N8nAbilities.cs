namespace DataSync.Core.N8n;

/// <summary>What this n8n's API can do, as its answers showed; asked again at every full pass. Thread-safe.</summary>
public sealed class N8nAbilities
{
    private volatile bool openRunsAreListed = true;
    private volatile bool known;
    private volatile bool listsTellStatus = true;
    private volatile object? canStop;
    private volatile object? mcpAnswers;
    private volatile string? mcpProblem;

    /// <summary>False until the first answer showed it.</summary>
    public bool Known => known;

    /// <summary>False for an old n8n that lists no execution before its end.</summary>
    public bool OpenRunsAreListed
    {
        get => openRunsAreListed;
        set => (openRunsAreListed, known) = (value, true);
    }

    /// <summary>False for an old n8n whose lists do not say how an execution ended.</summary>
    public bool ListsTellStatus
    {
        get => listsTellStatus;
        set => listsTellStatus = value;
    }

    /// <summary>From 1.113 on, the version whose lists began to tell the status; null: not known yet.</summary>
    public bool? CanRetry => known ? listsTellStatus : null;

    /// <summary>From 2.10 on; null: not known yet.</summary>
    public bool? CanStop
    {
        get => (bool?)canStop;
        set => canStop = value;
    }

    /// <summary>In words: its API does not tell, what it can do does. Null: not known yet.</summary>
    public string? Version => VersionOf(CanStop, CanRetry);

    internal static string? VersionOf(bool? canStop, bool? canRetry) =>
        (canStop, canRetry) switch
        {
            (true, _) => "2.10 or later",
            (false, true) => "1.113 or later, before 2.10",
            (false, false) => "older than 1.113",
            _ => null,
        };

    /// <summary>n8n's MCP server takes our key; null: not known yet, or no key is set.</summary>
    public bool? McpAnswers
    {
        get => (bool?)mcpAnswers;
        set => mcpAnswers = value;
    }

    /// <summary>Why it does not, a sentence with a remedy.</summary>
    public string? McpProblem
    {
        get => mcpProblem;
        set => mcpProblem = value;
    }
}

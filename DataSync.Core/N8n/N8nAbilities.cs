namespace DataSync.Core.N8n;

/// <summary>What this n8n's API can do, as its answers showed; asked again at every full pass. Thread-safe.</summary>
public sealed class N8nAbilities
{
    private volatile bool openRunsAreListed = true;
    private volatile bool known;
    private volatile bool listsTellStatus = true;

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
}

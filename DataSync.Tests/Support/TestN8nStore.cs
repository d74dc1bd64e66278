using System.Text.Json.Nodes;

namespace DataSync.Tests.Support;

/// <summary>Which n8n is played.</summary>
public enum TestN8nLine
{
    /// <summary>1.110: list items have no status; running and waiting ones are in no list, only in a single GET.</summary>
    One,

    /// <summary>2.40: running ones are absent from the unfiltered list; <c>status=running</c> lists them.</summary>
    Two,
}

/// <summary>A workflow of <see cref="TestN8n"/>; change it freely inside <see cref="TestN8n.Change"/>.</summary>
public sealed class TestN8nWorkflow
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public bool Active { get; set; }
    public bool Archived { get; set; }
    public string[] Tags { get; set; } = [];
    public string? TimeZone { get; set; }
    public string? ErrorWorkflow { get; set; }
    public DateTime UpdatedAt { get; set; }
    public string VersionId { get; set; } = Guid.NewGuid().ToString();
    public JsonArray Nodes { get; set; } = [];

    /// <summary>Of changes in the editor that are not published; null: there are none.</summary>
    public string? DraftVersionId { get; set; }

    /// <summary>Its setting for the MCP server; null: never set.</summary>
    public bool? AvailableInMcp { get; set; }

    /// <summary>What its webhook asks for; see <see cref="TestN8n.GuardWebhook"/>.</summary>
    public string? WebhookSecret { get; set; }
}

/// <summary>An execution of <see cref="TestN8n"/>; change it freely inside <see cref="TestN8n.Change"/>.</summary>
public sealed class TestN8nExecution
{
    public required string Id { get; init; }
    public required string WorkflowId { get; init; }
    public required string Mode { get; init; }
    public string Status { get; set; } = "running";
    public DateTime? StartedAt { get; set; }
    public DateTime? StoppedAt { get; set; }
    public DateTime? WaitTill { get; set; }
    public string? RetryOf { get; set; }
    public string? RetrySuccessId { get; set; }

    /// <summary>What <c>includeData</c> shows as <c>data</c>; null: n8n saved none.</summary>
    public JsonObject? Data { get; set; }
    public JsonObject? CustomData { get; set; }

    /// <summary>Replaces the whole row in lists, for answers no sane n8n gives.</summary>
    public string? RawRow { get; set; }

    public bool IsOpen => Status is "running" or "new" or "waiting";
}

/// <summary>What the test n8n remembers.</summary>
internal sealed class TestN8nStore(TimeProvider time)
{
    public Lock Gate { get; } = new();
    public List<TestN8nWorkflow> Workflows { get; } = [];

    /// <summary>By number, so that "newest first" and "ids below" are cheap for thousands.</summary>
    public SortedList<long, TestN8nExecution> Executions { get; } = [];
    public long NextId { get; set; } = 1;

    /// <summary>Ids shown are UUIDs; inside they keep their number.</summary>
    public bool Uuids { get; set; }
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Last bytes of the UUIDs of one life of the instance, so that another life has others.</summary>
    private string life = NewLife();

    public TestN8nExecution Get(string id) => Executions[KeyOf(id)!.Value];

    public string IdOf(long key) => Uuids ? $"{Scattered(key):x8}-{key:x8}-{life}"[..36] : key.ToString();

    public long? KeyOf(string id)
    {
        if (!Uuids)
            return long.TryParse(id, out var number) && Executions.ContainsKey(number) ? number : null;
        var key = NumberOf(id);
        return Executions.TryGetValue(key, out var there) && string.Equals(there.Id, id, StringComparison.Ordinal)
            ? key
            : null;
    }

    /// <summary>The number inside a UUID of ours.</summary>
    public static long NumberOf(string uuid) => Convert.ToInt64(uuid.Split('-')[1], 16);

    /// <summary>Newest first: by number, or by start where ids have no order.</summary>
    public IEnumerable<KeyValuePair<long, TestN8nExecution>> NewestFirst() =>
        Uuids
            ? Executions
                .OrderByDescending(row => row.Value.StartedAt ?? DateTime.MaxValue)
                .ThenByDescending(row => row.Key)
            : Executions.Reverse();

    public void BeginLife() => life = NewLife();

    private static string NewLife() => Guid.NewGuid().ToString("D")[18..];

    private static uint Scattered(long key) => unchecked((uint)key * 2_654_435_761);
}

/// <summary>A finished execution as an answer showed it.</summary>
/// <param name="Told">How it ended was told, or it succeeded; an old n8n's list alone does not say.</param>
public sealed record TestN8nShown(
    string Id,
    string WorkflowId,
    string Status,
    DateTime? StartedAt,
    DateTime? StoppedAt,
    string? RetrySuccessId,
    bool Told
)
{
    public static TestN8nShown Of(TestN8nExecution execution, bool told) =>
        new(
            execution.Id,
            execution.WorkflowId,
            execution.Status,
            execution.StartedAt,
            execution.StoppedAt,
            execution.RetrySuccessId,
            told
        );
}

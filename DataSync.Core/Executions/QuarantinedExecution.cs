namespace DataSync.Core.Executions;

/// <summary>A row n8n sent that could not be stored as an execution; shown, so that nothing disappears in silence.</summary>
public sealed class QuarantinedExecution
{
    public int Id { get; set; }

    /// <summary>n8n's id where it could be read, else a hash of the reason: rows without an id are one for each reason.</summary>
    public required string N8nExecutionId { get; set; }
    public int Generation { get; set; } = 1;
    public required string Reason { get; set; }
    public DateTime FirstSeenAt { get; set; }
}

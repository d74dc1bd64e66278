namespace DataSync.Core.N8n;

/// <summary>One request to n8n, stored before it is sent so that a restart cannot forget it.</summary>
public sealed class RequestPermit
{
    public long Id { get; set; }
    public RequestPriority Priority { get; set; }
    public DateTime TakenAt { get; set; }

    /// <summary>When its answer began or it was given up; the permit returns 60 s later. Null: under way, or lost in a crash.</summary>
    public DateTime? AnsweredAt { get; set; }
}

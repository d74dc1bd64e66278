namespace DataSync.Core.Alerts;

/// <summary>Something to be said to people; written in the transaction that decides it, sent afterwards. Times are UTC.</summary>
public sealed class AlertMessage
{
    public int Id { get; set; }

    /// <summary>Stays the same however often it is sent; part of the mail's Message-ID.</summary>
    public required string MessageId { get; set; }
    public AlertMessageKind Kind { get; set; }

    /// <summary>Ours, of the run it is about; null: of none, or of several.</summary>
    public string? ExecutionId { get; set; }

    /// <summary>JSON of <see cref="AlertStory"/>: what was true when it was decided.</summary>
    public required string Story { get; set; }
    public DateTime CreatedAt { get; set; }

    /// <summary>Since when somebody should have been told, where that is before it was written; null: since then.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>The row of the original schema that tells of it; null until the first of its mails has gone out.</summary>
    public int? WorkflowAlertId { get; set; }

    public IList<AlertDelivery> Deliveries { get; } = [];

    /// <summary>What it tells of: none, one, or with a summary several.</summary>
    public IList<ToldIncident> Incidents { get; } = [];
}

/// <summary>People were told of an incident by a message; also of one that was found to be the cause of what they were told of.</summary>
public sealed class ToldIncident
{
    public int Id { get; set; }
    public int AlertMessageId { get; set; }
    public int IncidentId { get; set; }
}

/// <summary>A message to one recipient.</summary>
public sealed class AlertDelivery
{
    public int Id { get; set; }
    public int AlertMessageId { get; set; }
    public AlertChannel Channel { get; set; }

    /// <summary>E-mail address, or the URL of the webhook.</summary>
    public required string Address { get; set; }
    public DeliveryState State { get; set; }
    public DateTime NotBefore { get; set; }

    /// <summary>Until when the process that claimed it may be sending it.</summary>
    public DateTime? LeaseUntil { get; set; }
    public int Attempts { get; set; }

    /// <summary>When the server first put off this recipient, or broke off over its mail; null: it has not.</summary>
    public DateTime? RefusedSince { get; set; }
    public DateTime? SentAt { get; set; }

    /// <summary>What the server last said against it.</summary>
    public string? Problem { get; set; }
}

/// <summary>Stored in snake_case.</summary>
public enum AlertMessageKind
{
    Opened,
    FollowUp,
    Reminder,
    Recovery,

    /// <summary>What is broken now, of several incidents.</summary>
    Summary,
    Success,
    ManualTrigger,
    Digest,
    Test,
    Report,
}

/// <summary>Stored in snake_case.</summary>
public enum AlertChannel
{
    Email,
    Webhook,
}

/// <summary>Stored in snake_case.</summary>
public enum DeliveryState
{
    Pending,
    Sent,

    /// <summary>The server refused this recipient for good, or for a day.</summary>
    Failed,

    /// <summary>Waited so long that it is told in a summary instead.</summary>
    Summarized,
}

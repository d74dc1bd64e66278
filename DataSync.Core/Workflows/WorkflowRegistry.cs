namespace DataSync.Core.Workflows;

/// <summary>A workflow of n8n as DataSync knows it. Rows are marked, never removed, when n8n no longer lists them.</summary>
public sealed class WorkflowRegistry
{
    public int Id { get; set; }

    /// <summary>n8n's id; compared exactly.</summary>
    public required string WorkflowId { get; set; }
    public required string WorkflowName { get; set; }
    public WorkflowType WorkflowType { get; set; } = WorkflowType.Other;
    public CloudProvider Provider { get; set; } = CloudProvider.Others;

    /// <summary>Published and switched on in n8n.</summary>
    public bool IsActive { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime UpdatedAt { get; set; }

    public bool IsArchived { get; set; }

    /// <summary>When a complete list first lacked it; null while n8n lists it.</summary>
    public DateTime? VanishedAt { get; set; }

    /// <summary>When it stopped being published after we had seen it run on its own; null again once it is back.</summary>
    public DateTime? SwitchedOffAt { get; set; }

    /// <summary>Made for an execution whose workflow no list has shown yet.</summary>
    public bool IsPlaceholder { get; set; }

    /// <summary>What decided provider and type.</summary>
    public ClassificationSource ClassifiedBy { get; set; }

    /// <summary>n8n's tags, newline-separated.</summary>
    public string? Tags { get; set; }

    /// <summary>The enabled schedule triggers, as <see cref="WorkflowSchedule"/> reads them: JSON of its rules; null: none.</summary>
    public string? Schedule { get; set; }

    /// <summary>IANA name from the workflow's settings; null: the instance's.</summary>
    public string? TimeZone { get; set; }
    public string? VersionId { get; set; }
    public string? VersionAuthor { get; set; }

    /// <summary>JSON of <see cref="WorkflowRunWays"/>; null: nothing to tell.</summary>
    public string? RunWays { get; set; }

    public IList<WorkflowCredential> Credentials { get; } = [];

    // What people say of it; see WorkflowSettings.
    public string? OtherCells { get; set; }
    public string? Account { get; set; }
    public string? Region { get; set; }
    public string? Owner { get; set; }
    public string? Notes { get; set; }
    public string? RunbookUrl { get; set; }
    public int? FreshnessLimitMinutes { get; set; }
    public DateTime? PausedUntil { get; set; }
    public string? PauseReason { get; set; }
    public RunPolicy? RunPolicy { get; set; }
    public string? WebhookSecret { get; set; }

    /// <summary>Position in the sequence of changes; the live board reads what is above its own.</summary>
    public long ChangeSeq { get; set; }
}

/// <summary>A credential of n8n that enabled nodes of a workflow use, so that it is known whom a refused one hits.</summary>
public sealed class WorkflowCredential
{
    public required string WorkflowId { get; set; }

    /// <summary>n8n's id; its name and its secret are n8n's alone.</summary>
    public required string CredentialId { get; set; }
}

using DataSync.Core.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class IncidentConfiguration : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> entity)
    {
        entity.ToTable("incidents");
        entity.Property(row => row.CauseKey).IsExactId();
        entity.Property(row => row.Title).HasMaxLength(StoredText.Name);
        entity.Property(row => row.CredentialId).IsExactId();
        entity.Property(row => row.ResolvedBy).HasMaxLength(StoredText.Name);
        entity.Property(row => row.AcknowledgedBy).HasMaxLength(StoredText.Name);
        // Outlive the runs they are about, so these are no foreign keys.
        entity.Property(row => row.FirstExecutionId).IsExactId();
        entity.Property(row => row.LastExecutionId).IsExactId();
        entity.HasMany(row => row.Workflows).WithOne().HasForeignKey(row => row.IncidentId);
        entity.HasMany(row => row.Transitions).WithOne().HasForeignKey(row => row.IncidentId);
        entity.HasMany(row => row.Messages).WithOne().HasForeignKey(row => row.IncidentId);
        // Those that are open, and those that ended lately.
        entity.HasIndex(row => row.ResolvedAt);
        // Those whose end is still to be told, and those somebody has ended.
        entity.HasIndex(row => row.Told);
        entity.HasIndex(row => new { row.ResolvedBy, row.Kind });
        // What was written when the last one of a cause ended.
        entity.HasIndex(row => new { row.CauseKey, row.ResolvedAt });
        entity.HasIndex(row => row.OpenedAt);
    }
}

internal sealed class IncidentWorkflowConfiguration : IEntityTypeConfiguration<IncidentWorkflow>
{
    public void Configure(EntityTypeBuilder<IncidentWorkflow> entity)
    {
        entity.ToTable("incident_workflows");
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.FirstExecutionId).IsExactId();
        entity.Property(row => row.LastExecutionId).IsExactId();
        entity.HasIndex(row => new { row.IncidentId, row.WorkflowId }).IsUnique();
        entity.HasIndex(row => row.WorkflowId);
    }
}

internal sealed class IncidentTransitionConfiguration : IEntityTypeConfiguration<IncidentTransition>
{
    public void Configure(EntityTypeBuilder<IncidentTransition> entity)
    {
        entity.ToTable("incident_transitions");
        entity.Property(row => row.ActorName).HasMaxLength(StoredText.Name);
        entity.HasIndex(row => new { row.IncidentId, row.Id });
    }
}

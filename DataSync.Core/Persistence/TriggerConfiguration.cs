using DataSync.Core.Triggers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class TriggerConfiguration : IEntityTypeConfiguration<Trigger>
{
    public void Configure(EntityTypeBuilder<Trigger> entity)
    {
        entity.ToTable("triggers");
        entity.Property(row => row.TriggerId).IsExactId();
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.TargetId).IsExactId();
        entity.Property(row => row.Batch).IsExactId();
        entity.Property(row => row.ActorId).HasMaxLength(StoredText.Id);
        entity.Property(row => row.ActorName).HasMaxLength(StoredText.Name);
        entity.Property(row => row.N8nExecutionId).IsExactId();
        entity.Property(row => row.ExecutionId).IsExactId();
        entity.HasIndex(row => row.TriggerId).IsUnique();
        // An execution belongs to one trigger, whatever two programs find at the same time; a stop names its target.
        entity.HasIndex(row => row.ExecutionId);
        entity.HasIndex(row => new { row.State, row.WorkflowId });
        entity.HasIndex(row => row.RequestedAt);
    }
}

using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class WorkflowEventConfiguration : IEntityTypeConfiguration<WorkflowEvent>
{
    public void Configure(EntityTypeBuilder<WorkflowEvent> entity)
    {
        entity.ToTable("workflow_events");
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.Before).HasMaxLength(StoredText.Name);
        entity.Property(row => row.After).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Author).HasMaxLength(StoredText.Name);
        entity.HasIndex(row => row.ChangeSeq);
        // The story of one workflow.
        entity.HasIndex(row => new { row.WorkflowId, row.Id });
    }
}

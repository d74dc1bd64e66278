using DataSync.Core.Executions;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class WorkflowExecutionConfiguration : IEntityTypeConfiguration<WorkflowExecution>
{
    public void Configure(EntityTypeBuilder<WorkflowExecution> entity)
    {
        entity.ToTable("workflow_executions");
        entity.HasAlternateKey(row => row.ExecutionId);
        entity.Property(row => row.ExecutionId).IsExactId();
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.N8nExecutionId).IsExactId();
        entity.Property(row => row.RetryOf).IsExactId();
        entity.Property(row => row.RetrySuccessId).IsExactId();
        entity.Property(row => row.N8nStatus).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Mode).HasMaxLength(StoredText.Word);
        entity.Property(row => row.FailedNode).HasMaxLength(StoredText.Name);
        entity.Property(row => row.ExecutionData).IsJson();
        entity
            .HasOne<WorkflowRegistry>()
            .WithMany()
            .HasForeignKey(row => row.WorkflowId)
            .HasPrincipalKey(workflow => workflow.WorkflowId)
            .OnDelete(DeleteBehavior.Cascade);

        entity.HasIndex(row => new { row.N8nExecutionId, row.Generation }).IsUnique();
        entity.HasIndex(row => row.ChangeSeq);
        // The history of a workflow, and what its tile shows.
        entity.HasIndex(row => new
        {
            row.WorkflowId,
            row.StartTime,
            row.Id,
        });
        // Digests still to be read, newest first within a status; also what is open now.
        entity.HasIndex(row => new
        {
            row.DetailState,
            row.Status,
            row.StartTime,
        });
    }
}

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
        entity.Property(row => row.ErrorFingerprint).IsExactId().HasMaxLength(ErrorFingerprint.Length);
        entity.Property(row => row.ExecutionData).IsJson();
        entity
            .HasOne<WorkflowRegistry>()
            .WithMany()
            .HasForeignKey(row => row.WorkflowId)
            .HasPrincipalKey(workflow => workflow.WorkflowId)
            .OnDelete(DeleteBehavior.Cascade);

        entity.HasIndex(row => new { row.N8nExecutionId, row.Generation }).IsUnique();
        entity.HasIndex(row => row.ChangeSeq);
        // The history in its order: of all, of one status, of a workflow (also what its tile shows), of both, of an error.
        entity.HasIndex(row => new { row.StartTime, row.Id });
        entity.HasIndex(row => new
        {
            row.Status,
            row.StartTime,
            row.Id,
        });
        entity.HasIndex(row => new
        {
            row.WorkflowId,
            row.StartTime,
            row.Id,
        });
        entity.HasIndex(row => new
        {
            row.WorkflowId,
            row.Status,
            row.StartTime,
            row.Id,
        });
        entity.HasIndex(row => new
        {
            row.ErrorFingerprint,
            row.StartTime,
            row.Id,
        });
        // What was retried, and by what.
        entity.HasIndex(row => row.RetryOf);
        // Digests still to be read, newest first within a status; also what is open now.
        entity.HasIndex(row => new
        {
            row.DetailState,
            row.Status,
            row.StartTime,
        });
    }
}

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
        // Every index costs each row that comes in, so each leads to several things and none names the row's own number, with
        // which they all end anyway. The history a status at a time, of all: what is open, digests still to be read.
        entity.HasIndex(row => new
        {
            row.DetailState,
            row.Status,
            row.StartTime,
        });
        // Of a workflow.
        entity.HasIndex(row => new
        {
            row.WorkflowId,
            row.Status,
            row.StartTime,
        });
        // Of an error; most have none.
        entity.HasIndex(row => new { row.ErrorFingerprint, row.StartTime }).HasFilter("error_fingerprint IS NOT NULL");
        // What was retried, and by what.
        entity.HasIndex(row => row.RetryOf).HasFilter("retry_of IS NOT NULL");
    }
}

using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class WorkflowAlertConfiguration : IEntityTypeConfiguration<WorkflowAlert>
{
    public void Configure(EntityTypeBuilder<WorkflowAlert> entity)
    {
        entity.ToTable("workflow_alerts");
        entity.Property(row => row.ExecutionId).IsExactId();
        entity
            .HasOne<WorkflowExecution>()
            .WithMany()
            .HasForeignKey(row => row.ExecutionId)
            .HasPrincipalKey(execution => execution.ExecutionId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

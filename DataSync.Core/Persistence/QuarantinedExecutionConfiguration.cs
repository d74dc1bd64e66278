using DataSync.Core.Executions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class QuarantinedExecutionConfiguration : IEntityTypeConfiguration<QuarantinedExecution>
{
    public void Configure(EntityTypeBuilder<QuarantinedExecution> entity)
    {
        entity.ToTable("quarantined_executions");
        entity.Property(row => row.N8nExecutionId).IsExactId();
        entity.HasIndex(row => new { row.N8nExecutionId, row.Generation }).IsUnique();
    }
}

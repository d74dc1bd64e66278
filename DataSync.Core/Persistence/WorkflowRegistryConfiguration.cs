using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class WorkflowRegistryConfiguration : IEntityTypeConfiguration<WorkflowRegistry>
{
    public void Configure(EntityTypeBuilder<WorkflowRegistry> entity)
    {
        entity.ToTable("workflow_registry");
        entity.HasAlternateKey(row => row.WorkflowId);
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.WorkflowName).HasMaxLength(StoredText.Name);
        entity.Property(row => row.IsActive).HasDefaultValue(true);
        entity.Property(row => row.TimeZone).HasMaxLength(StoredText.Name);
        entity.Property(row => row.VersionId).IsExactId();
        entity.Property(row => row.VersionAuthor).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Account).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Region).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Owner).HasMaxLength(StoredText.Name);
        entity.Property(row => row.PauseReason).HasMaxLength(StoredText.Name);
        entity.Property(row => row.WebhookSecret).HasMaxLength(StoredText.Word);
        entity.HasIndex(row => row.ChangeSeq);
    }
}

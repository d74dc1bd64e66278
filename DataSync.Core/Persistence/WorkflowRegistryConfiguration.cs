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
        entity
            .HasMany(row => row.Credentials)
            .WithOne()
            .HasForeignKey(row => row.WorkflowId)
            .HasPrincipalKey(row => row.WorkflowId);
    }
}

internal sealed class WorkflowCredentialConfiguration : IEntityTypeConfiguration<WorkflowCredential>
{
    public void Configure(EntityTypeBuilder<WorkflowCredential> entity)
    {
        entity.ToTable("workflow_credentials");
        entity.HasKey(row => new { row.WorkflowId, row.CredentialId });
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.CredentialId).IsExactId();
        // Which workflows a credential is used by.
        entity.HasIndex(row => row.CredentialId);
    }
}

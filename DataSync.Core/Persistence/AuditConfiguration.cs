using DataSync.Core.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entity)
    {
        entity.ToTable("audit_log");
        entity.HasKey(row => row.Seq);
        entity.Property(row => row.Seq).ValueGeneratedNever();
        entity.Property(row => row.ActorId).IsExactId();
        entity.Property(row => row.ActorName).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Address).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Action).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Subject).HasMaxLength(StoredText.Name);
        // Plain text and not JSON: MySQL words a JSON document anew, and the chain is over what is stored.
        entity.Property(row => row.KeyId).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Mac).HasMaxLength(StoredText.Word);
        entity.HasIndex(row => row.At);
        entity.HasIndex(row => new { row.Subject, row.Seq });
    }
}

internal sealed class AuditHeadConfiguration : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> entity)
    {
        entity.ToTable("audit_head");
        entity.Property(row => row.Id).ValueGeneratedNever();
        entity.Property(row => row.KeyId).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Mac).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Seal).HasMaxLength(StoredText.Word);
    }
}

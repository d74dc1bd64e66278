using DataSync.Core.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class ProtectionKeyConfiguration : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> entity)
    {
        entity.ToTable("protection_keys");
        entity.Property(row => row.FriendlyName).HasMaxLength(StoredText.Name);
    }
}

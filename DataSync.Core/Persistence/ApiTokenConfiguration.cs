using DataSync.Core.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> entity)
    {
        entity.ToTable("api_tokens");
        entity.Property(row => row.Name).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Prefix).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Hash).HasMaxLength(StoredText.Word);
        entity.Property(row => row.CreatedBy).HasMaxLength(StoredText.Name);
        entity.HasIndex(row => row.Hash).IsUnique();
    }
}

using DataSync.Core.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class RetentionConfiguration : IEntityTypeConfiguration<RetentionState>
{
    public void Configure(EntityTypeBuilder<RetentionState> entity)
    {
        entity.ToTable("retention");
        entity.Property(row => row.Id).ValueGeneratedNever();
        entity.Property(row => row.Removed).IsJson();
    }
}

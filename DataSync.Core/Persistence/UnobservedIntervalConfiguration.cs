using DataSync.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class UnobservedIntervalConfiguration : IEntityTypeConfiguration<UnobservedInterval>
{
    public void Configure(EntityTypeBuilder<UnobservedInterval> entity)
    {
        entity.ToTable("unobserved_intervals");
        entity.Property(row => row.Reason).HasMaxLength(StoredText.Word);
        entity.HasIndex(row => row.ChangeSeq);
        entity.HasIndex(row => row.EndedAt);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class CheckpointConfiguration : IEntityTypeConfiguration<Checkpoint>
{
    public void Configure(EntityTypeBuilder<Checkpoint> entity)
    {
        entity.ToTable("checkpoint");
        entity.Property(row => row.Id).ValueGeneratedNever();
        entity.Property(row => row.PollState).HasColumnType("longtext");
        entity.Property(row => row.RollupZone).HasMaxLength(StoredText.Name);
    }
}

using DataSync.Core.Trends;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class RollupConfiguration : IEntityTypeConfiguration<Rollup>
{
    public void Configure(EntityTypeBuilder<Rollup> entity)
    {
        entity.ToTable("execution_rollups");
        // Periods first: every question is about a stretch of time.
        entity.HasKey(row => new
        {
            row.Grain,
            row.StartsAt,
            row.WorkflowId,
            row.Origin,
        });
        entity.Property(row => row.WorkflowId).IsExactId();
        entity
            .Property(row => row.Durations)
            .HasMaxLength(DurationSketch.MostBytes)
            .HasConversion(
                sketch => sketch.ToBytes(),
                bytes => DurationSketch.Parse(bytes),
                new ValueComparer<DurationSketch>((a, b) => Equals(a, b), one => one.GetHashCode())
            );
    }
}

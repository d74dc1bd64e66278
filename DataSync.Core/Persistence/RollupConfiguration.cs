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
        entity.Property(row => row.Durations).IsSketch();
    }
}

internal sealed class ServiceHourConfiguration : IEntityTypeConfiguration<ServiceHour>
{
    public void Configure(EntityTypeBuilder<ServiceHour> entity)
    {
        entity.ToTable("service_hours");
        entity.HasKey(row => new { row.StartsAt, row.Process });
        entity.Property(row => row.Process).HasMaxLength(StoredText.Word);
        entity.Property(row => row.Loads).IsSketch();
        entity.Property(row => row.Updates).IsSketch();
    }
}

internal sealed class StoredServiceTargetsConfiguration : IEntityTypeConfiguration<StoredServiceTargets>
{
    public void Configure(EntityTypeBuilder<StoredServiceTargets> entity)
    {
        entity.ToTable("service_targets");
        entity.Property(row => row.Id).ValueGeneratedNever();
        entity.Property(row => row.Targets).IsJson();
    }
}

internal static class SketchColumn
{
    public static void IsSketch(this PropertyBuilder<DurationSketch> property) =>
        property
            .HasMaxLength(DurationSketch.MostBytes)
            .HasConversion(
                sketch => sketch.ToBytes(),
                bytes => DurationSketch.Parse(bytes),
                new ValueComparer<DurationSketch>((a, b) => Equals(a, b), one => one.GetHashCode())
            );
}

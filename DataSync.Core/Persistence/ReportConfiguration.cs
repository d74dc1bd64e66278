using DataSync.Core.Trends;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class ReportConfiguration : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> entity)
    {
        entity.ToTable("reports");
        entity.Property(row => row.Title).HasMaxLength(StoredText.Name);
        entity.Property(row => row.IssuedBy).HasMaxLength(StoredText.Name);
        // Not the database's JSON, which may write it in another way than it was hashed.
        entity.Property(row => row.Content).HasColumnType("longtext");
        entity.Property(row => row.Sha256).HasMaxLength(64);
        entity
            .HasIndex(row => new
            {
                row.From,
                row.To,
                row.Version,
            })
            .IsUnique();
    }
}

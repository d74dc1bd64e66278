using DataSync.Core.N8n;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class RequestPermitConfiguration : IEntityTypeConfiguration<RequestPermit>
{
    public void Configure(EntityTypeBuilder<RequestPermit> entity)
    {
        entity.ToTable("n8n_request_permits");
        entity.HasIndex(row => row.TakenAt);
        entity.HasIndex(row => row.AnsweredAt);
    }
}

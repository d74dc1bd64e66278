using DataSync.Core.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class PushRelayConfiguration : IEntityTypeConfiguration<PushRelay>
{
    public void Configure(EntityTypeBuilder<PushRelay> entity)
    {
        entity.ToTable("push_relay");
        entity.Property(row => row.Id).ValueGeneratedNever();
        entity.Property(row => row.Mark).IsExactId();
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.ActorId).HasMaxLength(StoredText.Id);
        entity.Property(row => row.ActorName).HasMaxLength(StoredText.Name);
    }
}

internal sealed class PushTargetConfiguration : IEntityTypeConfiguration<PushTarget>
{
    public void Configure(EntityTypeBuilder<PushTarget> entity)
    {
        entity.ToTable("push_targets");
        entity.Property(row => row.WorkflowId).IsExactId();
        entity.Property(row => row.WorkflowName).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Before).HasMaxLength(StoredText.Word);
        entity.HasIndex(row => row.WorkflowId).IsUnique();
    }
}

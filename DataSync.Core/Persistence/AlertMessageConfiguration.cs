using DataSync.Core.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataSync.Core.Persistence;

internal sealed class AlertMessageConfiguration : IEntityTypeConfiguration<AlertMessage>
{
    public void Configure(EntityTypeBuilder<AlertMessage> entity)
    {
        entity.ToTable("alert_messages");
        entity.Property(row => row.MessageId).IsExactId();
        entity.Property(row => row.ExecutionId).IsExactId();
        entity.Property(row => row.Story).IsJson();
        entity.HasMany(row => row.Deliveries).WithOne().HasForeignKey(row => row.AlertMessageId);
        entity.HasMany(row => row.Incidents).WithOne().HasForeignKey(row => row.AlertMessageId);
        entity.HasIndex(row => row.MessageId).IsUnique();
        entity.HasIndex(row => new { row.Kind, row.ExecutionId });
        // Those of a time that are held against what is promised.
        entity.HasIndex(row => new { row.Kind, row.CreatedAt });
        entity.HasIndex(row => row.WorkflowAlertId);
    }
}

internal sealed class ToldIncidentConfiguration : IEntityTypeConfiguration<ToldIncident>
{
    public void Configure(EntityTypeBuilder<ToldIncident> entity)
    {
        entity.ToTable("alert_message_incidents");
        entity.HasIndex(row => new { row.IncidentId, row.AlertMessageId }).IsUnique();
    }
}

internal sealed class AlertDeliveryConfiguration : IEntityTypeConfiguration<AlertDelivery>
{
    public void Configure(EntityTypeBuilder<AlertDelivery> entity)
    {
        entity.ToTable("alert_deliveries");
        entity.Property(row => row.Address).HasMaxLength(StoredText.Name);
        entity.HasIndex(row => row.AlertMessageId);
        // What is to be sent next.
        entity.HasIndex(row => new { row.State, row.NotBefore });
    }
}

internal sealed class RecipientConfiguration : IEntityTypeConfiguration<Recipient>
{
    public void Configure(EntityTypeBuilder<Recipient> entity)
    {
        entity.ToTable("alert_recipients");
        entity.Property(row => row.Email).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Name).HasMaxLength(StoredText.Name);
        entity.Property(row => row.Subscriptions).IsJson();
        entity.HasIndex(row => row.Email).IsUnique();
    }
}

internal sealed class StoredAlertRulesConfiguration : IEntityTypeConfiguration<StoredAlertRules>
{
    public void Configure(EntityTypeBuilder<StoredAlertRules> entity)
    {
        entity.ToTable("alert_rules");
        entity.Property(row => row.Id).ValueGeneratedNever();
        entity.Property(row => row.Rules).IsJson();
    }
}

using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Retention;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Persistence;

public sealed class DataSyncDbContext(DbContextOptions<DataSyncDbContext> options)
    : DbContext(options),
        IDataProtectionKeyContext
{
    public DbSet<WorkflowRegistry> Workflows => Set<WorkflowRegistry>();
    public DbSet<WorkflowExecution> Executions => Set<WorkflowExecution>();
    public DbSet<WorkflowAlert> Alerts => Set<WorkflowAlert>();
    public DbSet<Incident> Incidents => Set<Incident>();
    public DbSet<IncidentWorkflow> IncidentWorkflows => Set<IncidentWorkflow>();
    public DbSet<IncidentTransition> IncidentTransitions => Set<IncidentTransition>();
    public DbSet<AlertMessage> AlertMessages => Set<AlertMessage>();
    public DbSet<ToldIncident> ToldIncidents => Set<ToldIncident>();
    public DbSet<AlertDelivery> AlertDeliveries => Set<AlertDelivery>();
    public DbSet<Recipient> Recipients => Set<Recipient>();
    public DbSet<PushRelay> PushRelays => Set<PushRelay>();
    public DbSet<PushTarget> PushTargets => Set<PushTarget>();
    public DbSet<StoredAlertRules> AlertRules => Set<StoredAlertRules>();
    public DbSet<Rollup> Rollups => Set<Rollup>();
    public DbSet<Report> Reports => Set<Report>();
    public DbSet<ServiceHour> ServiceHours => Set<ServiceHour>();
    public DbSet<StoredServiceTargets> ServiceTargets => Set<StoredServiceTargets>();
    public DbSet<QuarantinedExecution> Quarantine => Set<QuarantinedExecution>();
    public DbSet<RequestPermit> RequestPermits => Set<RequestPermit>();
    public DbSet<WorkflowEvent> WorkflowEvents => Set<WorkflowEvent>();
    public DbSet<UnobservedInterval> UnobservedIntervals => Set<UnobservedInterval>();
    public DbSet<RetentionState> Retention => Set<RetentionState>();
    public DbSet<Checkpoint> Checkpoints => Set<Checkpoint>();
    public DbSet<Trigger> Triggers => Set<Trigger>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTimeConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DataSyncDbContext).Assembly);
        ProviderModel.Apply(modelBuilder, Database.IsMySql());
    }
}

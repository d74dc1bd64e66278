using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace DataSync.Tests.Components;

/// <summary>Pages as an administrator sees them, over all that works on a database of their own, which can be in trouble.</summary>
public abstract class WholePages : PageTests, IAsyncLifetime
{
    private protected TestDatabase Database { get; private set; } = null!;
    private protected TroubledDatabase Trouble { get; private set; } = null!;
    private protected ServiceProvider Whole { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        Trouble = new TroubledDatabase(Database);
        Whole = Database.NewWhole(Trouble, all => all.AddSingleton<TimeProvider>(Time).AddSingleton(Board));
        var admin = await Whole.AddPersonAsync(Role.Admin);
        this.AddAuthorization().SetAuthorized(admin.Name).SetClaims(new Claim(ClaimTypes.NameIdentifier, admin.Id!));
        // What is known without a database otherwise.
        foreach (
            var type in (Type[])
                [
                    typeof(AccessDirectory),
                    typeof(IDbContextFactory<DataSyncDbContext>),
                    typeof(DatabaseState),
                    typeof(WriteTransaction),
                    typeof(AuditTrail),
                    typeof(N8nAbilities),
                    typeof(RequestBudget),
                    typeof(RefreshService),
                    typeof(TriggerDesk),
                    typeof(TriggerService),
                ]
        )
            Services.AddSingleton(type, Whole.GetRequiredService(type));
        Services.AddMudServices();
        Services.AddFallbackServiceProvider(Whole);
        IsLiving = true;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Whole.DisposeAsync();
        await Database.DisposeAsync();
    }

    private protected async Task StoreAsync(params object[] rows)
    {
        await using var db = await Database.Factory.CreateDbContextAsync();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }
}

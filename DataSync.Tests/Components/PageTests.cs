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
using DataSync.Web.Access;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Components;

/// <summary>The dashboard on a board of its own and a clock that only moves when told.</summary>
public abstract class PageTests : BunitContext
{
    protected PageTests()
    {
        Time = new FakeTimeProvider(new DateTimeOffset(Tiles.Now));
        Board = new LiveBoard(NullLogger<LiveBoard>.Instance);
        Refreshes = new RefreshRequests();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(Board);
        Services.AddSingleton(Refreshes);
        SignIn(TestAccess.Known.Value);
    }

    /// <summary>As an operator.</summary>
    private void SignIn((AccessDirectory Access, Actor Operator, IDbContextFactory<DataSyncDbContext> Database) known)
    {
        var person = this.AddAuthorization();
        person.SetAuthorized(known.Operator.Name);
        person.SetClaims(new Claim(ClaimTypes.NameIdentifier, known.Operator.Id!));
        Services.AddSingleton(known.Access);
        Services.AddSingleton(known.Database);
        Services.AddSingleton(
            Options.Create(new N8nOptions { BaseUrl = "http://n8n.example.org/api/v1", ApiKey = "-" })
        );
        Services.AddSingleton<RequestBudget>().AddSingleton<RefreshService>();
        Services.AddSingleton<DatabaseState>().AddSingleton<WriteTransaction>();
        Services.AddSingleton<AuditKeys>().AddSingleton<AuditTrail>();
        Services.AddSingleton<N8nAbilities>().AddSingleton<TriggerDesk>().AddSingleton<TriggerService>();
        Services.AddHttpContextAccessor();
        Services.AddScoped<CurrentActor>();
    }

    /// <summary>False: drawn for the first time, before a browser has it.</summary>
    protected bool IsLiving { get; set; }

    public override IRenderedComponent<T> Render<T>(
        Action<ComponentParameterCollectionBuilder<T>>? parameterBuilder = null
    )
    {
        SetRendererInfo(new RendererInfo(IsLiving ? "Server" : "Static", IsLiving));
        return base.Render(parameterBuilder);
    }

    protected FakeTimeProvider Time { get; }

    protected LiveBoard Board { get; }

    protected RefreshRequests Refreshes { get; }

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected void Show(BoardSnapshot snapshot) => Board.Update(_ => snapshot);

    protected IRenderedComponent<DataSyncPage> Open(string address = "data-sync")
    {
        Navigation.NavigateTo(address);
        return Render<DataSyncPage>();
    }

    /// <summary>Lets the page take notice of what was published.</summary>
    protected void Settle() => Time.Advance(SignalCoalescer.Interval);

    protected static string[] Names(IRenderedComponent<DataSyncPage> page) =>
        [.. page.FindAll("[data-tile] h3").Select(name => name.TextContent)];
}

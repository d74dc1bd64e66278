using DataSync.Core;
using DataSync.Core.Access;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Access;

/// <summary>The way in while there is no account.</summary>
internal static class SetUpLink
{
    /// <summary>Prints it on the console once the program listens and knows that it is needed.</summary>
    public static void AnnounceSetUp(this WebApplication app)
    {
        var site = app.Services.GetRequiredService<IOptions<SiteOptions>>().Value;
        app.Services.GetRequiredService<Bootstrap>().Announce = key =>
            app.Lifetime.ApplicationStarted.Register(() =>
                Console.WriteLine(
                    $"DataSync has no account yet. Make the first one here: {Address(app, site)}/set-up?key={key}"
                )
            );
    }

    private static string Address(WebApplication app, SiteOptions site) =>
        site.Root(
            app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
                .TrimEnd('/') + site.PathBase
        );
}

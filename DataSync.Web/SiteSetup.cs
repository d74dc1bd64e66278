using System.Net;
using DataSync.Core;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace DataSync.Web;

/// <summary>How DataSync stands behind proxies, and what it tells browsers to refuse.</summary>
public static class SiteSetup
{
    /// <summary>Far above any form of ours.</summary>
    private const long LargestRequest = 1 << 20;

    /// <summary>Of pages another's library writes, whose inline scripts carry a nonce made for the one answer.</summary>
    internal const string InlineScripts = "inline-scripts";

    public static IServiceCollection AddSite(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection(SiteOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsValidator>();
        services.AddOptions<ProxyOptions>().Bind(configuration.GetSection(ProxyOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ProxyOptions>>((options, proxies) => Trust(options, proxies.Value.KnownProxies));
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestRequest;
        });
        services
            .AddSecurityHeaderPolicies()
            .SetDefaultPolicy(headers => Fill(headers, withNonce: false))
            .AddPolicy(InlineScripts, headers => Fill(headers, withNonce: true));
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        return services;
    }

    public static void UseSite(this WebApplication app)
    {
        var site = app.Services.GetRequiredService<IOptions<SiteOptions>>().Value;
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        if (site.PathBase is { Length: > 0 } path)
            app.UsePathBase(path);
        if (ListensOnHttps(app.Configuration))
        {
            app.UseHsts();
            app.UseHttpsRedirection();
        }
        // UseRouting would else come before UsePathBase.
        app.UseRouting();
    }

    /// <summary>
    /// Scripts are our own files only. Styles may stand in the page, because MudBlazor writes them there; a picture may be
    /// data, because the browser's own controls are. Framed only by our own host: a CMDB that serves us under its name.
    /// </summary>
    private static void Fill(HeaderPolicyCollection headers, bool withNonce) =>
        headers
            .AddContentTypeOptionsNoSniff()
            .AddReferrerPolicySameOrigin()
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
            .AddPermissionsPolicy(policy =>
            {
                // Only what every browser knows: each name it does not is an error in its console.
                policy.AddCamera().None();
                policy.AddDisplayCapture().None();
                policy.AddGeolocation().None();
                policy.AddMicrophone().None();
                policy.AddPayment().None();
                policy.AddUsb().None();
            })
            .AddContentSecurityPolicy(policy =>
            {
                policy.AddDefaultSrc().Self();
                var scripts = policy.AddScriptSrc().Self();
                if (withNonce)
                    scripts.WithNonce();
                policy.AddStyleSrc().Self().UnsafeInline();
                policy.AddImgSrc().Self().Data();
                policy.AddConnectSrc().Self();
                policy.AddObjectSrc().None();
                policy.AddBaseUri().Self();
                policy.AddFormAction().Self();
                policy.AddFrameAncestors().Self();
            });

    private static void Trust(ForwardedHeadersOptions options, IList<string> known)
    {
        options.ForwardedHeaders = ForwardedHeaders.None;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in known)
        {
            if (IPAddress.TryParse(proxy, out var address))
                options.KnownProxies.Add(address);
            else
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
        if (known.Count > 0)
            options.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
    }

    private static bool ListensOnHttps(IConfiguration configuration) =>
        configuration["urls"]?.Contains("https://", StringComparison.OrdinalIgnoreCase) == true
        || configuration["https_ports"] is { Length: > 0 }
        || configuration
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Any(endpoint => endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true);
}

using NetEscapades.AspNetCore.SecurityHeaders;
using Scalar.AspNetCore;

namespace DataSync.Web.Api;

/// <summary>The page that shows the document and tries operations out. All its files are our own.</summary>
internal static class ApiReference
{
    public static void MapScalar(this WebApplication app) =>
        app.MapScalarApiReference(
                "/scalar",
                (options, http) =>
                {
                    options.Title = "DataSync API";
                    options.OpenApiRoutePattern = "/openapi/{documentName}.json";
                    options.DynamicBaseServerUrl = true;
                    options.DisableDefaultFonts();
                    options.DisableTelemetry();
                    options.DisableAgent();
                    options.HideDeveloperTools();
                    options.Nonce = http.GetNonce();
                }
            )
            .WithSecurityHeadersPolicy(SiteSetup.InlineScripts)
            .ExcludeFromDescription();
}

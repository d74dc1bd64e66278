using System.Net;
using Microsoft.Extensions.Options;

namespace DataSync.Web;

/// <summary>Section <c>ReverseProxy</c>: whose word about addresses is believed.</summary>
public sealed class ProxyOptions
{
    public const string Section = "ReverseProxy";

    /// <summary>Each an address, 10.0.0.5, or a network, 10.0.0.0/24.</summary>
    public IList<string> KnownProxies { get; } = [];
}

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var errors = options
            .KnownProxies.Index()
            .Where(proxy => !IPAddress.TryParse(proxy.Item, out _) && !IPNetwork.TryParse(proxy.Item, out _))
            .Select(proxy =>
                $"ReverseProxy:KnownProxies:{proxy.Index} '{proxy.Item}' is neither an address (10.0.0.5) nor a network (10.0.0.0/24)."
            )
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

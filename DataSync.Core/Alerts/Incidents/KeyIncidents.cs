using System.Globalization;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>Opens an incident for a key of n8n that runs out soon. It ends when another key is set. Of one loop.</summary>
public sealed class KeyIncidents(
    WriteTransaction writes,
    IncidentKeeper keeper,
    IOptions<N8nOptions> n8n,
    TimeProvider time
)
{
    internal static readonly TimeSpan Before = TimeSpan.FromDays(14);

    private string? judged;

    public async Task LookAsync(CancellationToken cancellation)
    {
        var soon = Expiring().ToList();
        var keys = soon.ConvertAll(one => one.CauseKey);
        var says = string.Join('|', keys);
        if (string.Equals(says, judged, StringComparison.Ordinal))
            return;
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var known = await context.Incidents.Where(row => keys.Contains(row.CauseKey)).ToListAsync(token);
                var others = await keeper.OpenOrRecentAsync(context, token);
                var book = new IncidentBook(known.Union(others), time.UtcNow());
                book.Expiring(soon);
                await IncidentKeeper.KeepAsync(context, book, token);
                return 0;
            },
            cancellation
        );
        judged = says;
    }

    private IEnumerable<ExpiringKey> Expiring()
    {
        var options = n8n.Value;
        if (KeyExpiry.Of(options.ApiKey) is { } api && IsSoon(api))
            yield return Key("api", api, "n8n's API key", "Settings, n8n API, set N8n:ApiKey");
        if (KeyExpiry.Of(options.McpKey) is { } mcp && IsSoon(mcp))
            yield return Key("mcp", mcp, "The key of n8n's MCP server", "Settings, MCP, set N8n:McpKey");
    }

    private bool IsSoon(DateTime expiry) => expiry - time.UtcNow() <= Before;

    /// <summary>Of the key only when it runs out is kept: it tells one key from the one that replaces it.</summary>
    private static ExpiringKey Key(string which, DateTime expiry, string name, string where) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"n8n_key_expiring:{which}:{expiry:yyyyMMddHHmmss}"),
            $"{name} runs out",
            string.Create(
                CultureInfo.InvariantCulture,
                $"It is valid until {expiry:d MMM yyyy, HH:mm} UTC. Create another in n8n under {where} and start DataSync again."
            )
        );
}

/// <param name="CauseKey">Another for another key.</param>
public sealed record ExpiringKey(string CauseKey, string Title, string Sentence);

using DataSync.Core;
using DataSync.Core.Alerts;
using DataSync.Core.N8n;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Features.Alerts;

/// <summary>Draws mails as pages are drawn, so that what comes from outside is encoded by the same hand. Thread-safe.</summary>
internal sealed class MailRenderer(
    IServiceProvider services,
    ILoggerFactory loggers,
    IOptions<SiteOptions> site,
    IOptions<N8nOptions> n8n
) : IMailRenderer
{
    public async Task<MailBody> RenderAsync(AlertStory story, string recipient)
    {
        var view = new MailView(story, recipient, site.Value, n8n.Value);
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(
                new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(AlertMailBody.View)] = view }
            );
            var root = await renderer.RenderComponentAsync<AlertMailBody>(parameters);
            return root.ToHtmlString();
        });
        return new(html, MailText.Of(view));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>
/// The second channel: carries alerts to <c>Alerts:WebhookUrl</c> while mail has failed for a while or is not set up. From the
/// same outbox, so at least once; who receives it knows repeats by the id.
/// </summary>
public sealed partial class WebhookDispatcher(
    AlertOutbox outbox,
    AlertDesk desk,
    AlertMetrics metrics,
    IHttpClientFactory clients,
    IOptions<AlertOptions> options,
    DatabaseState database,
    TimeProvider time,
    ILogger<WebhookDispatcher> logger
) : BackgroundService
{
    public const string Client = "alerts";
    public const string SignatureHeader = "X-DataSync-Signature";
    public const string TimeHeader = "X-DataSync-Timestamp";

    /// <summary>Mail may fail for so long before the other channel speaks.</summary>
    internal static readonly TimeSpan MailPatience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly AlertOptions alerts = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (alerts.WebhookUrl is not { Length: > 0 })
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await database.WhenReadyAsync(stoppingToken);
            try
            {
                await StepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            await Task.Delay(Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task StepAsync(CancellationToken cancellation)
    {
        var mail = desk.Mail;
        if (!mail.IsConfigured || time.UtcNow() - mail.FailingSince > MailPatience)
            await outbox.AddWebhooksAsync(mail.IsConfigured, cancellation);
        while (await outbox.ClaimAsync(AlertChannel.Webhook, cancellation) is { } next)
            await SendAsync(next, cancellation);
    }

    /// <summary>What is signed: time and body, so that an old call cannot be played again.</summary>
    internal static string Sign(string secret, string timestamp, string body) =>
        "sha256="
        + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"))
        );

    private async Task SendAsync(ClaimedDelivery next, CancellationToken cancellation)
    {
        try
        {
            var story = AlertStory.Read(next.Story);
            var body = JsonSerializer.Serialize(
                new WebhookCall(
                    next.MessageId,
                    AlertMail.SubjectOf(story),
                    next.CreatedAt,
                    JsonElement.Parse(next.Story)
                ),
                JsonSerializerOptions.Web
            );
            var timestamp = new DateTimeOffset(time.UtcNow())
                .ToUnixTimeSeconds()
                .ToString(CultureInfo.InvariantCulture);
            using var request = new HttpRequestMessage(HttpMethod.Post, alerts.WebhookUrl);
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            request.Headers.Add(TimeHeader, timestamp);
            request.Headers.Add(SignatureHeader, Sign(alerts.WebhookSecret!, timestamp, body));
            using var client = clients.CreateClient(Client);
            using var answer = await Telemetry.TraceAsync(
                "webhook",
                _ => client.SendAsync(request, cancellation),
                ActivityKind.Client
            );
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            var status = (failure as HttpRequestException)?.StatusCode;
            var problem = status is null ? "The webhook does not answer." : $"The webhook answered {(int)status}.";
            Refused(logger, problem);
            await outbox.NotSentAsync(next, problem, isForGood: false, countsForOne: true, cancellation);
            return;
        }
        await outbox.SentAsync(next, CancellationToken.None);
        metrics.Sent(next);
    }

    [LoggerMessage(2031, LogLevel.Error, "Alerts could not be handed to the webhook; they are tried again")]
    private static partial void Failed(ILogger logger, Exception failure);

    [LoggerMessage(2032, LogLevel.Warning, "An alert was not taken: {Problem}")]
    private static partial void Refused(ILogger logger, string problem);
}

/// <param name="Id">The same however often it is sent.</param>
/// <param name="Text">One line, as the subject of the mail.</param>
/// <param name="Story">As <see cref="AlertStory"/>.</param>
internal sealed record WebhookCall(string Id, string Text, DateTime At, JsonElement Story);

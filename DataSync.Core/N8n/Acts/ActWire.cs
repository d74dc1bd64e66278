using System.Text;
using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>Sends what makes something happen and reads its answer; each failure says whether it may have happened.</summary>
internal sealed class ActWire(HttpClient http, TimeProvider time)
{
    private const int MostText = 1 << 20;

    /// <summary>Without a byte of a body that has begun.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <param name="patience">How long it may take until its answer begins.</param>
    /// <param name="mostWait">After so long a wait for its permit it is refused; null: it waits.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        TimeSpan patience,
        RequestPriority priority,
        CancellationToken cancellation,
        TimeSpan? mostWait = null
    )
    {
        var sending = new Sending(patience, time.GetTimestamp(), mostWait);
        request.Options.Set(BudgetHandler.Priority, priority);
        request.Options.Set(Sending.Key, sending);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (OperationCanceledException given) when (sending.Sent)
        {
            throw cancellation.IsCancellationRequested
                ? N8nActFailures.GivenUp(given)
                : N8nActFailures.TimedOut(patience, given);
        }
        catch (HttpRequestException failure)
        {
            throw N8nActFailures.Connection(failure, request.RequestUri!);
        }
    }

    public async Task<GuardedStream> BodyAsync(HttpResponseMessage answer, long most) =>
        new(await answer.Content.ReadAsStreamAsync(CancellationToken.None), most, Idle, time);

    /// <summary>The whole body as text; null: it is longer than anything n8n says of an act.</summary>
    public Task<string?> TextAsync(HttpResponseMessage answer, CancellationToken cancellation) =>
        ReadAsync(async () =>
        {
            await using var body = await BodyAsync(answer, long.MaxValue);
            using var text = new MemoryStream();
            var buffer = new byte[16 << 10];
            while (await body.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                if (text.Length + read > MostText)
                    return null;
                text.Write(buffer, 0, read);
            }
            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        });

    /// <summary>Whatever breaks while an answer is read, the request was sent.</summary>
    public static async Task<string?> ReadAsync(Func<Task<string?>> read)
    {
        try
        {
            return await read();
        }
        catch (N8nException broken)
        {
            throw N8nActFailures.From(broken, mayHaveHappened: true);
        }
        catch (JsonException broken)
        {
            throw N8nActFailures.Unreadable(broken);
        }
        catch (OperationCanceledException given)
        {
            throw N8nActFailures.GivenUp(given);
        }
    }
}

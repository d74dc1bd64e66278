using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace DataSync.Tests.Support;

/// <summary>A mail somebody received.</summary>
public sealed record ReceivedMail(string Recipient, MimeMessage Message, DateTime At);

/// <summary>A real mail server on a random loopback port, that keeps what it takes and misbehaves as told.</summary>
public sealed class TestSmtp : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedMail> mails = new();
    private readonly ConcurrentBag<TcpClient> clients = [];
    private readonly CancellationTokenSource over = new();
    private TcpListener listener;
    private Task accepting;

    private TestSmtp()
    {
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener);
    }

    public static TestSmtp Start() => new();

    public int Port { get; }

    /// <summary>
    /// What it answers a line of the client instead of the usual; null: the usual. <see cref="Drop"/> breaks the connection off,
    /// <see cref="TakeAndDrop"/> after it took the mail, <see cref="Stall"/> never answers. The end of a mail's data is the line <c>.</c>.
    /// </summary>
    public Func<string, string?> Misbehave { get; set; } = _ => null;

    public const string Drop = "drop";
    public const string TakeAndDrop = "250 and drop";
    public const string Stall = "stall";

    /// <summary>One for each recipient of each mail it took, in the order it took them.</summary>
    public IReadOnlyList<ReceivedMail> Mails => [.. mails];

    /// <summary>Drops what it took so far, for tests that measure the heap.</summary>
    public void Forget() => mails.Clear();

    /// <summary>How often somebody has connected.</summary>
    public int Connections => clients.Count;

    public IEnumerable<(string Key, string? Value)> Settings =>
        [
            ("Smtp:Host", "127.0.0.1"),
            ("Smtp:Port", $"{Port}"),
            ("Smtp:Security", "None"),
            ("Smtp:From", "DataSync <datasync@example.org>"),
            ("Smtp:PerMinute", "1000"),
        ];

    /// <summary>Is away: refuses connections and breaks off those there are.</summary>
    public async Task StopAsync()
    {
        listener.Stop();
        foreach (var client in clients)
            client.Dispose();
        await accepting;
    }

    public void StartAgain()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = AcceptAsync(listener);
    }

    public async Task<IReadOnlyList<ReceivedMail>> UntilAsync(
        Func<IReadOnlyList<ReceivedMail>, bool> expected,
        string what,
        int seconds = 30
    )
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            if (expected(Mails))
                return Mails;
        } while (await look.WaitForNextTickAsync() && patience.Elapsed.TotalSeconds < seconds);
        throw new TimeoutException(
            $"Not within {seconds} s: {what}. Received: {string.Join("; ", Mails.Select(mail => $"{mail.Recipient} {mail.Message.Subject}"))}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await StopAsync();
        over.Dispose();
    }

    private async Task AcceptAsync(TcpListener at)
    {
        while (true)
        {
            try
            {
                var client = await at.AcceptTcpClientAsync(over.Token);
                clients.Add(client);
                _ = ServeAsync(client);
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await TalkAsync(reader, writer);
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client, or the test, has had enough.
        }
    }

    private async Task TalkAsync(StreamReader reader, StreamWriter writer)
    {
        var recipients = new List<string>();
        await writer.WriteLineAsync("220 sink");
        while (await reader.ReadLineAsync(over.Token) is { } line)
        {
            if (await SaysAsync(writer, line, Usual(line)) is not { } said)
                return;
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            var good = said[0] is '2' or '3';
            if (verb == "MAIL")
                recipients.Clear();
            else if (verb == "RCPT" && good)
                recipients.Add(
                    line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]
                );
            else if (verb == "QUIT")
                return;
            else if (verb == "DATA" && good)
            {
                var data = await DataAsync(reader);
                // Before it says so: who was told that a mail is taken may look for it at once.
                if (await SaysAsync(writer, ".", "250 taken", () => Keep(recipients, data)) is null)
                    return;
            }
        }
    }

    /// <returns>Null: the connection is to be broken off.</returns>
    private async Task<string?> SaysAsync(StreamWriter writer, string line, string usual, Action? isWell = null)
    {
        var says = Misbehave(line) ?? usual;
        if (says[0] == '2')
            isWell?.Invoke();
        if (says is Drop or TakeAndDrop)
            return null;
        if (string.Equals(says, Stall, StringComparison.Ordinal))
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token);
        await writer.WriteLineAsync(says);
        return says;
    }

    private async Task<byte[]> DataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(over.Token) is { } line && line != ".")
            data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return Encoding.Latin1.GetBytes(data.ToString());
    }

    private void Keep(List<string> recipients, byte[] data)
    {
        foreach (var recipient in recipients)
            mails.Enqueue(
                new(recipient, MimeMessage.Load(new MemoryStream(data)), TimeProvider.System.GetUtcNow().UtcDateTime)
            );
    }

    private static string Usual(string line) =>
        line.Split(' ', ':')[0].ToUpperInvariant() switch
        {
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
}

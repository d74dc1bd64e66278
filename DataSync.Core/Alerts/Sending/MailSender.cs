using System.Net.Sockets;
using System.Text;
using DataSync.Core.Persistence;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace DataSync.Core.Alerts;

/// <summary>Why a mail did not go out.</summary>
/// <param name="isForGood">The server refuses this recipient or this mail, and will again.</param>
/// <param name="isOfServer">No mail goes out at the moment, to nobody.</param>
/// <param name="mayHaveArrived">The server broke off or was silent once it was given the mail: it may have taken it.</param>
public sealed class MailProblemException(
    string message,
    bool isForGood,
    bool isOfServer,
    Exception inner,
    bool mayHaveArrived = false
) : Exception(message, inner)
{
    public bool MayHaveArrived { get; } = mayHaveArrived;
    public bool IsForGood { get; } = isForGood;
    public bool IsOfServer { get; } = isOfServer;
}

/// <summary>Speaks with the mail server over one connection that is kept for a while. Not thread-safe.</summary>
public sealed class MailSender(IOptions<SmtpOptions> options, TimeProvider time) : IDisposable
{
    private const int MostAnswer = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    private readonly SmtpOptions smtp = options.Value;
    private SmtpClient? client;
    private DateTime usedAt;

    public MailboxAddress From => MailboxAddress.Parse(smtp.From!);

    /// <param name="until">UTC; nothing is sent later. A server may look at what is in a mail before it answers.</param>
    /// <param name="cancellation">Once the server was given the mail its answer is awaited all the same.</param>
    /// <exception cref="MailProblemException">The server did not take it. Where it only did not answer, it may have.</exception>
    public Task SendAsync(MimeMessage mail, DateTime until, CancellationToken cancellation) =>
        TalkAsync((open, body, token) => open.SendAsync(mail, token, body), until, cancellation);

    /// <summary>Connects and signs in, to see whether the server is there.</summary>
    /// <exception cref="MailProblemException"></exception>
    public Task ProbeAsync(CancellationToken cancellation) =>
        TalkAsync((open, _, token) => open.NoOpAsync(token), time.UtcNow() + Patience, cancellation);

    /// <summary>Sends over a connection of its own, and writes down what both sides said, without passwords.</summary>
    public async Task<(bool Sent, string Dialogue)> TestAsync(MimeMessage mail, CancellationToken cancellation)
    {
        using var record = new MemoryStream();
        using var protocol = new ProtocolLogger(record, leaveOpen: true) { RedactSecrets = true };
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(Patience);
        var (sent, problem) = (false, "");
        try
        {
            using var own = new SmtpClient(protocol) { Timeout = (int)Patience.TotalMilliseconds };
            await ConnectAsync(own, enough.Token);
            await own.SendAsync(mail, enough.Token);
            await own.DisconnectAsync(quit: true, enough.Token);
            sent = true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            problem = $"\n{Explain(failure).Message}";
        }
        return (sent, WithoutMail(Encoding.UTF8.GetString(record.ToArray())) + problem);
    }

    /// <summary>What was said without the mail itself, which who sent it knows.</summary>
    private static string WithoutMail(string dialogue)
    {
        var said = new List<string>();
        var inMail = false;
        foreach (var line in dialogue.Split('\n'))
        {
            inMail &= !line.StartsWith("S: ", StringComparison.Ordinal);
            if (!inMail)
                said.Add(line.TrimEnd('\r'));
            if (line.StartsWith("S: 354", StringComparison.Ordinal))
            {
                said.Add("C: (the mail)");
                inMail = true;
            }
        }
        return string.Join('\n', said);
    }

    public void Dispose() => Close();

    private async Task TalkAsync(
        Func<SmtpClient, MailBodySent, CancellationToken, Task> talk,
        DateTime until,
        CancellationToken cancellation
    )
    {
        var body = new MailBodySent();
        using var enough = new CancellationTokenSource();
        await using var ends = cancellation.UnsafeRegister(
            _ =>
            {
                if (!body.HasBegun)
                    enough.Cancel();
            },
            null
        );
        try
        {
            var now = time.UtcNow();
            if (client is not { IsConnected: true } || now - usedAt > KeptFor)
            {
                Close();
                client = new SmtpClient();
                Allow(client, now + Patience < until ? now + Patience : until);
                await ConnectAsync(client, enough.Token);
            }
            usedAt = now;
            Allow(client, until);
            await talk(client, body, enough.Token);
        }
        catch (Exception failure) when (body.HasBegun || !cancellation.IsCancellationRequested)
        {
            Close();
            var problem = Explain(failure);
            if (body.HasBegun && failure is not SmtpCommandException)
                throw new MailProblemException(
                    problem.Message,
                    false,
                    problem.IsOfServer,
                    failure,
                    mayHaveArrived: true
                );
            throw problem;
        }

        void Allow(SmtpClient open, DateTime end)
        {
            var left = end - time.UtcNow();
            if (left <= TimeSpan.Zero)
                throw new TimeoutException();
            enough.CancelAfter(left);
            open.Timeout = (int)Math.Ceiling(left.TotalMilliseconds);
        }
    }

    private async Task ConnectAsync(SmtpClient open, CancellationToken cancellation)
    {
        await open.ConnectAsync(smtp.Host!, smtp.EffectivePort, smtp.SocketOptions, cancellation);
        if (smtp.Username is { Length: > 0 })
            await open.AuthenticateAsync(smtp.Username, smtp.Password!, cancellation);
    }

    private void Close()
    {
        client?.Dispose();
        client = null;
    }

    private static MailProblemException Explain(Exception failure) =>
        failure switch
        {
            SmtpCommandException
            {
                ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted
            } answer => new(
                $"The mail server answered {(int)answer.StatusCode}: {Line(answer.Message)}",
                isForGood: (int)answer.StatusCode >= 500,
                isOfServer: false,
                failure
            ),
            SmtpCommandException answer => OfServer(
                $"The mail server answered {(int)answer.StatusCode}: {Line(answer.Message)}",
                failure
            ),
            AuthenticationException => OfServer(
                "The mail server does not accept Smtp:Username and Smtp:Password.",
                failure
            ),
            SslHandshakeException => OfServer(
                "No encrypted connection to the mail server: its certificate is not trusted, or Smtp:Security does not fit it.",
                failure
            ),
            NotSupportedException => OfServer("The mail server does not offer encryption: see Smtp:Security.", failure),
            OperationCanceledException or TimeoutException => OfServer(
                "The mail server did not answer in time.",
                failure
            ),
            SocketException => OfServer("The mail server cannot be reached: see Smtp:Host and Smtp:Port.", failure),
            _ => OfServer($"The mail server broke off: {Line(failure.Message)}", failure),
        };

    private static MailProblemException OfServer(string message, Exception failure) =>
        new(message, isForGood: false, isOfServer: true, failure);

    private static string Line(string text) => Workflows.SafeText.OneLine(text, MostAnswer);

    /// <summary>Whether the server was given anything of a mail itself.</summary>
    private sealed class MailBodySent : ITransferProgress
    {
        public bool HasBegun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasBegun = true;

        public void Report(long bytesTransferred) => HasBegun = true;
    }
}

using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Polling;

namespace DataSync.Core.Alerts;

/// <summary>Whether mails go out.</summary>
/// <param name="FailingSince">UTC; null: nothing has failed since the last success.</param>
/// <param name="Problem">What the server last said, fit for a page.</param>
/// <param name="Waiting">Messages not sent yet, of all recipients, up to <see cref="AlertOutbox.MostCounted"/>.</param>
/// <param name="OldestWaiting">UTC; when the first of them was written.</param>
public sealed record MailStanding(
    bool IsConfigured,
    DateTime? FailingSince,
    string? Problem,
    int Waiting,
    DateTime? OldestWaiting
);

/// <summary>An open incident as every page shows it.</summary>
/// <param name="IsPending">Why is being read: in a moment it is known, or people are told without it.</param>
/// <param name="WorkflowName">Of those it hits the one it has hit for longest; null: it is about none, or none the board shows.</param>
public sealed record IncidentGlance(
    int Id,
    IncidentKind Kind,
    string Title,
    DateTime OpenedAt,
    int Workflows,
    DateTime? AcknowledgedAt,
    DateTime? SilencedUntil,
    bool IsPending,
    string? WorkflowName = null
);

/// <summary>What pages know of incidents and mails without asking the database. Thread-safe.</summary>
public sealed class AlertDesk : IWatch
{
    /// <summary>Given when there may be something to tell or to send.</summary>
    public Hint ToTell { get; } = new();

    public Hint ToSend { get; } = new();

    /// <summary>Given when there is something to connect or to undo in n8n.</summary>
    public Hint ToConnect { get; } = new();

    /// <summary>There is somebody to be told, or the webhook alone to tell.</summary>
    public bool IsWatching { get; internal set; }

    /// <summary>Newest first.</summary>
    public ImmutableArray<IncidentGlance> Open { get; private set; } = [];

    public MailStanding Mail { get; private set; } = new(true, null, null, 0, null);

    public PushStanding Push { get; private set; } = PushStanding.None;

    /// <summary>Raised on the thread that noticed; handlers must not throw.</summary>
    public event EventHandler? Changed;

    internal void Show(ImmutableArray<IncidentGlance> open)
    {
        if (open.SequenceEqual(Open))
            return;
        Open = open;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    internal void Show(PushStanding push)
    {
        if (push.IsLike(Push))
            return;
        Push = push;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    internal void Show(MailStanding mail)
    {
        if (mail == Mail)
            return;
        Mail = mail;
        Changed?.Invoke(this, EventArgs.Empty);
    }
}

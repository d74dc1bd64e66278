using System.Collections.Immutable;
using DataSync.Core.Alerts;

namespace DataSync.Web.Features.Alerts;

/// <summary>A recipient while somebody fills it in.</summary>
internal sealed class RecipientDraft
{
    public int? Id { get; private init; }

    /// <summary>The address it had.</summary>
    public string? Given { get; private init; }
    public string Email { get; set; } = "";
    public string? Name { get; set; }
    public List<WishDraft> Wishes { get; private init; } = [new()];

    public static RecipientDraft Of(RecipientView one) =>
        new()
        {
            Id = one.Id,
            Given = one.Email,
            Email = one.Email,
            Name = one.Name,
            Wishes = [.. one.Subscriptions.Select(WishDraft.Of)],
        };

    public ImmutableArray<Subscription> Subscriptions() => [.. Wishes.Select(wish => wish.Subscription())];
}

/// <summary>One of the things a recipient gets mails about.</summary>
internal sealed class WishDraft
{
    private SubscriptionScope scope;

    public SubscriptionScope Scope
    {
        get => scope;
        set
        {
            if (scope != value)
                Value = "";
            scope = value;
        }
    }

    public string Value { get; set; } = "";

    public SortedSet<AlertEvent> Events { get; private init; } =
    [AlertEvent.Failure, AlertEvent.Recovery, AlertEvent.Late];

    public static WishDraft Of(Subscription wish) =>
        new()
        {
            scope = wish.Scope,
            Value = wish.Value ?? "",
            Events = [.. wish.Events],
        };

    public void Toggle(AlertEvent happening)
    {
        if (!Events.Remove(happening))
            Events.Add(happening);
    }

    public Subscription Subscription() => new(Scope, Scope == SubscriptionScope.All ? null : Value, [.. Events]);
}

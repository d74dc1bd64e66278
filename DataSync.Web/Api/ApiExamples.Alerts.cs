using DataSync.Core.Alerts;

namespace DataSync.Web.Api;

internal static partial class ApiExamples
{
    public static readonly IncidentSummary Incident = new(
        17,
        IncidentKind.Failure,
        "Credential “AWS prod” is rejected",
        "The service did not accept the credential “AWS prod” (401): it is wrong, expired or revoked.",
        "rejected",
        "qUFGBVvY9mQ6g3oX",
        Now.AddMinutes(-31),
        Now.AddMinutes(-31).AddSeconds(12),
        null,
        null,
        Now.AddMinutes(-20),
        "ada@example.org",
        null,
        "The key is being renewed.",
        3,
        2,
        7,
        12,
        4,
        null,
        Now.AddMinutes(-31).AddSeconds(16)
    );

    public static readonly IncidentDetail IncidentWithDetail = new(
        Incident,
        [
            new("4QyJIoxLbGYEwPYV", "AWS Subnet Sync (prod)", Incident.OpenedAt, 4, null, "231"),
            new("jXq5cS2mN0bT8vKd", "AWS VPN Sync (prod)", null, 0, null, null),
        ],
        [
            new()
            {
                Id = 90,
                IncidentId = 17,
                At = Incident.DetectedAt,
                Change = IncidentChange.Opened,
                Text = Incident.Sentence,
            },
        ],
        [
            new(
                41,
                AlertMessageKind.Opened,
                Incident.DetectedAt.AddSeconds(2),
                [
                    new(
                        AlertChannel.Email,
                        "network-team@example.org",
                        DeliveryState.Sent,
                        1,
                        Incident.DetectedAt.AddSeconds(4),
                        null
                    ),
                ]
            ),
        ]
    );

    public static readonly AlertRow Alert = new(
        12,
        "231",
        AlertType.Failure,
        "network-team@example.org, ada@example.org",
        Now.AddMinutes(-30),
        null
    );

    public static readonly RecipientView Recipient = new(
        3,
        "ada@example.org",
        "Ada",
        [
            new(SubscriptionScope.All, null, [AlertEvent.Failure, AlertEvent.Recovery, AlertEvent.Late]),
            new(SubscriptionScope.Workflow, "4QyJIoxLbGYEwPYV", [AlertEvent.Success]),
        ]
    );

    public static readonly RecipientInput NewRecipient = new(Recipient.Email, Recipient.Name, Recipient.Subscriptions);

    public static readonly AlertRulesInput NewRules = new(
        [IncidentKind.Suspicious],
        AfterFailures: 2,
        QuietFrom: new(22, 0),
        QuietTo: new(6, 0),
        Maintenance: [new(Later, Later.AddHours(2), "The firewall is replaced.")]
    );

    public static readonly AlertRules Rules = NewRules.Rules();

    public static readonly AlertPreview Preview = new([Recipient.Email], IsQuiet: true, false, 2, null);
}

using System.Globalization;
using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Web.Components;

/// <summary>The one vocabulary of the screen: each state and kind with its word, its glyph and its colour.</summary>
public static class Words
{
    public static string Of(Health health) => HealthWords.Of(health).Word;

    public static string Of(CloudProvider provider) =>
        provider switch
        {
            CloudProvider.Aws => "AWS",
            CloudProvider.Azure => "Azure",
            CloudProvider.Gcp => "GCP",
            CloudProvider.Ali => "Alibaba",
            CloudProvider.Oci => "OCI",
            CloudProvider.Huawei => "Huawei",
            CloudProvider.Others => "Other cloud",
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "A provider without a word"),
        };

    public static string Of(WorkflowType type) =>
        type switch
        {
            WorkflowType.Vpc => "VPC",
            WorkflowType.Subnet => "Subnet",
            WorkflowType.TransitGateway => "Transit gateway",
            WorkflowType.NatGateway => "NAT gateway",
            WorkflowType.Vpn => "VPN",
            WorkflowType.Other => "Other type",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A type without a word"),
        };

    /// <summary>What a role may do, as the end of a sentence.</summary>
    public static string May(Role role) =>
        role switch
        {
            Role.Viewer => "may read everything but settings and the audit log.",
            Role.Operator => "may read, and also run, retry and stop workflows, acknowledge and silence.",
            Role.Admin => "may do everything, settings, users and tokens included.",
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A role without a word"),
        };

    /// <summary>The symbol of <c>IconSprite</c> for a result.</summary>
    public static string Icon(ExecutionStatus status) =>
        status switch
        {
            ExecutionStatus.Success => "healthy",
            ExecutionStatus.Failure => "failing",
            ExecutionStatus.Running => "started",
            ExecutionStatus.Cancelled => "inactive",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status without an icon"),
        };

    public static string Of(ResourceCounts counts) =>
        $"{Of(counts.Created, "created")}, {Of(counts.Updated, "updated")}, "
        + $"{Of(counts.Deleted, "deleted")}, {Of(counts.Failed, "failed")}";

    /// <summary>With the sentence that says what is usual, where that is known.</summary>
    public static string Against(ResourceCounts counts, string? usual) =>
        usual is null ? Of(counts) : $"{Of(counts)}. {usual}";

    private static string Of(int? count, string what) =>
        count is { } number ? $"{number} {what}" : $"{what} not reported";

    /// <summary>Part of class names and of the ids in <c>IconSprite</c>; also what the address bar shows.</summary>
    public static string Key<T>(T value)
        where T : struct, Enum => Keys<T>.ByValue[value];

    /// <summary>The value whose key an address holds; null: nobody knows that word.</summary>
    public static T? Parse<T>(string? key)
        where T : struct, Enum => key is not null && Keys<T>.ByKey.TryGetValue(key, out var value) ? value : null;

    private static class Keys<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByKey = Enum.GetValues<T>()
            .ToDictionary(value => value.ToString(), StringComparer.OrdinalIgnoreCase);

        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToDictionary(value => value, value => value.ToString().ToLowerInvariant());
    }
}

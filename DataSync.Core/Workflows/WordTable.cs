namespace DataSync.Core.Workflows;

/// <summary>The words by which people name clouds and network resources, and the search for them: whole words only.</summary>
internal static class WordTable
{
    private sealed record Entry<T>(T Meaning, string[] Words, string[]? NotBefore = null, CloudProvider? Only = null);

    // Firms whose name alone also starts other products' names.
    private static readonly string[] Office =
    [
        "teams",
        "sql",
        "outlook",
        "excel",
        "365",
        "sharepoint",
        "onedrive",
        "graph",
        "office",
        "todo",
        "entra",
    ];
    private static readonly string[] Workspace =
    [
        "sheet",
        "sheets",
        "drive",
        "docs",
        "calendar",
        "mail",
        "chat",
        "ads",
        "analytics",
        "forms",
        "slides",
        "gemini",
    ];
    private static readonly string[] Databases = ["database", "databases", "db", "erp", "netsuite", "sql"];

    private static readonly Entry<CloudProvider>[] Providers =
    [
        .. Words(CloudProvider.Aws, "aws"),
        new(CloudProvider.Aws, ["amazon"]),
        .. Words(CloudProvider.Azure, "azure", "azurerm"),
        new(CloudProvider.Azure, ["microsoft"], Office),
        .. Words(CloudProvider.Gcp, "gcp", "gcloud", "googlecloud"),
        new(CloudProvider.Gcp, ["google"], Workspace),
        .. Words(CloudProvider.Ali, "ali", "alibaba", "alibabacloud", "alicloud", "aliyun"),
        .. Words(CloudProvider.Oci, "oci", "oraclecloud"),
        new(CloudProvider.Oci, ["oracle"], Databases),
        .. Words(CloudProvider.Huawei, "huawei", "huaweicloud", "hwc", "hwcloud"),
        new(CloudProvider.Huawei, ["hua", "wei"]),
    ];

    private static readonly Entry<WorkflowType>[] Types =
    [
        .. Words(WorkflowType.Vpc, "vpc", "vpcs", "vnet", "vnets", "vcn", "vcns", "v net", "v nets", "virtual network"),
        .. Words(WorkflowType.Vpc, "virtual networks", "virtual private cloud", "virtual cloud network"),
        .. Words(WorkflowType.Subnet, "subnet", "subnets", "subnetwork", "subnetworks", "sub net", "sub nets"),
        .. Words(WorkflowType.Subnet, "vswitch", "vswitches", "v switch", "v switches"),
        .. Words(WorkflowType.TransitGateway, "tgw", "tgws", "transitgateway", "transitgateways", "transit gateway"),
        .. Words(WorkflowType.TransitGateway, "transit gateways", "transit gw", "transit router", "transit routers"),
        .. Words(WorkflowType.TransitGateway, "enterprise router", "enterprise routers", "drg", "vwan", "virtual wan"),
        new(WorkflowType.TransitGateway, ["cen"], Only: CloudProvider.Ali),
        new(WorkflowType.TransitGateway, ["er"], Only: CloudProvider.Huawei),
        new(WorkflowType.TransitGateway, ["cloud", "router"], Only: CloudProvider.Gcp),
        new(WorkflowType.TransitGateway, ["cloud", "routers"], Only: CloudProvider.Gcp),
        .. Words(WorkflowType.NatGateway, "nat", "natgw", "natgateway", "natgateways", "snat", "dnat"),
        .. Words(WorkflowType.Vpn, "vpn", "vpns", "vpngw", "ipsec", "ip sec", "i psec", "virtual private network"),
        .. Words(WorkflowType.Vpn, "virtual network gateway", "virtual network gateways"),
    ];

    // Written without spaces, so searched as they stand; the longer before the shorter it contains.
    private static readonly (string Text, CloudProvider Meaning)[] HanProviders =
    [
        ("阿里", CloudProvider.Ali),
        ("甲骨文", CloudProvider.Oci),
        ("华为", CloudProvider.Huawei),
        ("亚马逊", CloudProvider.Aws),
        ("微软", CloudProvider.Azure),
        ("谷歌", CloudProvider.Gcp),
    ];
    private static readonly (string Text, WorkflowType Meaning)[] HanTypes =
    [
        ("虚拟专用网", WorkflowType.Vpn),
        ("虚拟网络网关", WorkflowType.Vpn),
        ("企业路由器", WorkflowType.TransitGateway),
        ("转发路由器", WorkflowType.TransitGateway),
        ("中转网关", WorkflowType.TransitGateway),
        ("子网", WorkflowType.Subnet),
        ("交换机", WorkflowType.Subnet),
        ("虚拟私有云", WorkflowType.Vpc),
        ("专有网络", WorkflowType.Vpc),
        ("虚拟网络", WorkflowType.Vpc),
    ];

    /// <summary>The cloud named first.</summary>
    public static CloudProvider FindProvider(ReadOnlySpan<char> text)
    {
        Span<Range> tokens = stackalloc Range[NameTokens.Most];
        foreach (var splitCase in (ReadOnlySpan<bool>)[false, true])
        {
            var found = tokens[..NameTokens.Split(text, tokens, splitCase)];
            for (var at = 0; at < found.Length; at++)
            {
                if (Longest(Providers, text, found[at..], provider: null) is { } entry)
                    return entry.Meaning;
            }
        }
        foreach (var (word, meaning) in HanProviders)
        {
            if (text.Contains(word, StringComparison.Ordinal))
                return meaning;
        }
        return CloudProvider.Others;
    }

    /// <summary>
    /// The resource named first, but a VPC only when it is the sole one: it is mostly the place of the others.
    /// Words that mean a resource at one cloud only count there; <paramref name="provider"/> null accepts them all.
    /// </summary>
    public static WorkflowType FindType(ReadOnlySpan<char> text, CloudProvider? provider)
    {
        var vpc = false;
        Span<Range> tokens = stackalloc Range[NameTokens.Most];
        foreach (var splitCase in (ReadOnlySpan<bool>)[false, true])
        {
            var found = tokens[..NameTokens.Split(text, tokens, splitCase)];
            for (var at = 0; at < found.Length; at++)
            {
                var entry = Longest(Types, text, found[at..], provider ?? CloudProvider.Others, provider is null);
                if (entry is { Meaning: not WorkflowType.Vpc })
                    return entry.Meaning;
                vpc |= entry is not null;
            }
        }
        foreach (var (word, meaning) in HanTypes)
        {
            if (!text.Contains(word, StringComparison.Ordinal))
                continue;
            if (meaning != WorkflowType.Vpc)
                return meaning;
            vpc = true;
        }
        return vpc ? WorkflowType.Vpc : WorkflowType.Other;
    }

    private static Entry<T>? Longest<T>(
        Entry<T>[] table,
        ReadOnlySpan<char> text,
        ReadOnlySpan<Range> tokens,
        CloudProvider? provider,
        bool anywhere = false
    )
    {
        Entry<T>? best = null;
        foreach (var entry in table)
        {
            if (
                (entry.Only is null || anywhere || entry.Only == provider)
                && (best is null || entry.Words.Length > best.Words.Length)
                && StartsWith(text, tokens, entry)
            )
                best = entry;
        }
        return best;
    }

    private static bool StartsWith<T>(ReadOnlySpan<char> text, ReadOnlySpan<Range> tokens, Entry<T> entry)
    {
        if (tokens.Length < entry.Words.Length)
            return false;
        for (var i = 0; i < entry.Words.Length; i++)
        {
            if (!text[tokens[i]].Equals(entry.Words[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }
        if (entry.NotBefore is null || tokens.Length == entry.Words.Length)
            return true;
        var next = text[tokens[entry.Words.Length]];
        foreach (var other in entry.NotBefore)
        {
            if (next.Equals(other, StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }

    private static Entry<T>[] Words<T>(T meaning, params string[] phrases) =>
        Array.ConvertAll(phrases, phrase => new Entry<T>(meaning, phrase.Split(' ')));
}

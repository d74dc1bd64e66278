namespace DataSync.Core.Workflows;

/// <summary>The network resource a workflow copies; stored in snake_case.</summary>
public enum WorkflowType
{
    Vpc,
    Subnet,
    TransitGateway,
    NatGateway,
    Vpn,
    Other,
}

/// <summary>The cloud it copies from; stored in lower case.</summary>
public enum CloudProvider
{
    Aws,
    Azure,
    Gcp,
    Ali,
    Oci,
    Huawei,
    Others,
}

/// <summary>What decided a workflow's provider and type.</summary>
public enum ClassificationSource
{
    /// <summary>Nothing matched.</summary>
    None,
    Name,
    Tag,

    /// <summary>A person set it; no guess overwrites it.</summary>
    Person,
}

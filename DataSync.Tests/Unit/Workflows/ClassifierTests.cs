using DataSync.Core.Workflows;
using static DataSync.Core.Workflows.CloudProvider;
using static DataSync.Core.Workflows.WorkflowType;

namespace DataSync.Tests.Unit.Workflows;

public sealed class ClassifierTests
{
    [Theory]
    [InlineData("AWS VPC Sync", Aws, Vpc)]
    [InlineData("Amazon subnets → CMDB", Aws, Subnet)]
    [InlineData("sync_aws_tgw_prod", Aws, TransitGateway)]
    [InlineData("AwsVpcSync2", Aws, Vpc)]
    [InlineData("AWSVpcSync", Aws, Vpc)]
    [InlineData("aws01-subnet2", Aws, Subnet)]
    [InlineData("Azure VNet Sync", Azure, Vpc)]
    [InlineData("syncAzureVNet", Azure, Vpc)]
    [InlineData("Microsoft virtual network copy", Azure, Vpc)]
    [InlineData("Azure virtual network gateways", Azure, Vpn)]
    [InlineData("GCP Cloud Router", Gcp, TransitGateway)]
    [InlineData("Cisco cloud router", Others, Other)]
    [InlineData("Google Cloud NAT", Gcp, NatGateway)]
    [InlineData("Ali VPC Sync (retired)", Ali, Vpc)]
    [InlineData("Aliyun CEN", Ali, TransitGateway)]
    [InlineData("Alibaba vSwitch", Ali, Subnet)]
    [InlineData("Ali VPC NAT GW", Ali, NatGateway)]
    [InlineData("Alibaba transit router", Ali, TransitGateway)]
    [InlineData("阿里云专有网络同步", Ali, Vpc)]
    [InlineData("阿里交换机", Ali, Subnet)]
    [InlineData("阿里云转发路由器", Ali, TransitGateway)]
    [InlineData("OCI VCN", Oci, Vpc)]
    [InlineData("Oracle IPsec tunnels", Oci, Vpn)]
    [InlineData("甲骨文 子网", Oci, Subnet)]
    [InlineData("Huawei ER", Huawei, TransitGateway)]
    [InlineData("HWC-NAT", Huawei, NatGateway)]
    [InlineData("华为云虚拟私有云", Huawei, Vpc)]
    [InlineData("华为企业路由器", Huawei, TransitGateway)]
    [InlineData("华为NAT网关", Huawei, NatGateway)]
    [InlineData("华为云 网关 NAT", Huawei, NatGateway)]
    [InlineData("华为云虚拟专用网络", Huawei, Vpn)]
    [InlineData("AWS VPN attached to VPC", Aws, Vpn)]
    [InlineData("azure vpn", Azure, Vpn)]
    public void Reads_the_name(string name, CloudProvider provider, WorkflowType type)
    {
        var found = Classifier.Classify(name, []);
        Assert.Equal((provider, type), (found.Provider, found.Type));
        var known = provider != Others || type != Other;
        Assert.Equal(known ? ClassificationSource.Name : ClassificationSource.None, found.Source);
    }

    [Theory]
    [InlineData("Validate flaws of natural law")]
    [InlineData("Ociana alias realign")]
    [InlineData("Error relay")]
    [InlineData("ER diagram of the CEN office")]
    [InlineData("Google Sheets report to Microsoft Teams")]
    [InlineData("Oracle database backup")]
    [InlineData("NATS consumer, discovery, supervpce")]
    [InlineData("")]
    [InlineData("😀 \ud83d ::: ==")]
    public void Finds_nothing_by_accident(string name) =>
        Assert.Equal(new(Others, Other, ClassificationSource.None), Classifier.Classify(name, []));

    [Theory]
    [InlineData("Nightly", "aws", Aws, Other)]
    [InlineData("Nightly", "provider:aws|type:vpc", Aws, Vpc)]
    [InlineData("Nightly", "Provider = OCI|transit-gateway", Oci, TransitGateway)]
    [InlineData("AWS VPC", "azure|subnet", Azure, Subnet)]
    [InlineData("AWS VPC", "type:nat", Aws, NatGateway)]
    [InlineData("Huawei backbone", "type:er", Huawei, TransitGateway)]
    [InlineData("VPC of the shop", "华为云", Huawei, Vpc)]
    [InlineData("Nightly", "aws|provider:gcp", Gcp, Other)]
    public void Tags_come_first_and_the_name_fills_in(
        string name,
        string tags,
        CloudProvider provider,
        WorkflowType type
    ) => Assert.Equal(new(provider, type, ClassificationSource.Tag), Classifier.Classify(name, tags.Split('|')));

    [Fact]
    public void A_tag_about_something_else_is_not_read() =>
        Assert.Equal(
            new(Aws, Vpc, ClassificationSource.Name),
            Classifier.Classify("AWS VPC Sync", ["team:azure", "owner:google", "prod"])
        );

    [Fact]
    public void Endless_names_are_read_as_far_as_is_sensible() =>
        Assert.Equal(Aws, Classifier.Classify("aws " + new string('v', 100_000) + " x", []).Provider);
}

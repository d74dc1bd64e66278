using DataSync.Core.N8n;

namespace DataSync.Tests.Unit.N8n;

public sealed class N8nAddressTests
{
    [Theory]
    [InlineData("http://172.16.30.60:5678/api/v1", "http://172.16.30.60:5678/healthz")]
    [InlineData("https://tools.example/n8n/api/v1/", "https://tools.example/n8n/healthz")]
    public void Health_is_beside_the_api_under_any_path(string api, string health) =>
        Assert.Equal(new Uri(health), N8nClient.Health(api));

    [Fact]
    public void A_cursor_keeps_its_place_with_another_page_size()
    {
        var smaller = N8nClient.WithLimit(N8nClient.CursorBelow("1234", 250), 5);

        Assert.Equal(N8nClient.CursorBelow("1234", 5), smaller);
        Assert.Equal("not one of ours", N8nClient.WithLimit("not one of ours", 5));
    }
}

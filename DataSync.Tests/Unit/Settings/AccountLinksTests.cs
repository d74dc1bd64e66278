using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Web;
using DataSync.Web.Access;

namespace DataSync.Tests.Unit.Settings;

public sealed class AccountLinksTests
{
    [Theory]
    [InlineData("https://cmdb.example.org/sync/", "https://cmdb.example.org/sync/set-password?id=1%2F2&key=a-b_c")]
    [InlineData(null, "http://10.0.0.5:5000/set-password?id=1%2F2&key=a-b_c")]
    public void A_link_leads_where_people_find_DataSync(string? publicUrl, string expected)
    {
        var site = new SiteOptions { PublicUrl = publicUrl };

        Assert.Equal(
            expected,
            AccountLinks.SetPassword(site.Root("http://10.0.0.5:5000/"), new PasswordLink("1/2", "a-b_c", default))
        );
    }
}

using DataSync.Core.Alerts;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using DataSync.Web.Features.Alerts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>Mails as people see them: readable in both themes and on a phone, and as text alone.</summary>
public sealed class MailLookTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly AlertStory Failure = new(
        AlertMessageKind.Opened,
        "Credential “AWS prod” is rejected",
        "The service did not accept the credential “AWS prod” (401): it is wrong, expired or revoked.",
        17,
        IncidentKind.Failure,
        Now.AddMinutes(-31),
        null,
        7,
        32,
        [
            new(
                "w1",
                "AWS Subnet Sync (prod), the one that copies every subnet of every account",
                CloudProvider.Aws,
                WorkflowType.Subnet,
                Now.AddMinutes(-31),
                4,
                "Network team",
                "https://wiki.example.org/aws-keys",
                "231",
                "231",
                "List subnets"
            ),
            new("w2", "AWS VPN Sync", CloudProvider.Aws, WorkflowType.Vpn, Now.AddMinutes(-20), 1, ExecutionId: "232"),
        ],
        "The key is renewed in Vault under network/aws-prod; then run all affected."
    );

    [Fact]
    public async Task They_are_readable_in_both_themes_and_on_a_phone()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        var page = await TestBrowser.OpenAsync(new Uri("about:blank"));
        try
        {
            foreach (var story in (AlertStory[])[Failure, Over, Summary])
            {
                var body = await RenderAsync(life, story);
                await page.SetContentAsync(body.Html);
                foreach (var (width, height) in new[] { (390, 844), (1440, 1000) })
                {
                    await page.SetViewportSizeAsync(width, height);
                    await Looks.ExpectSoundAsync(page, $"the mail {story.Kind}", $"mail-{story.Kind}");
                }
            }
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task As_text_they_say_the_same()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        Assert.Equal(
            """
            FAILING
            Credential “AWS prod” is rejected

            The service did not accept the credential “AWS prod” (401): it is wrong, expired or revoked.

            Since: Sun 1 Mar 2026, 11:29 UTC
            Failed runs: 7
            Workflows: 32
            What helped last time: The key is renewed in Vault under network/aws-prod; then run all affected.

            * AWS Subnet Sync (prod), the one that copies every subnet of every account
              AWS, Subnet
              since Sun 1 Mar 2026, 11:29 UTC, 4 times in a row in node “List subnets”
              Owner: Network team
              The run: https://cmdb.example.org/sync/data-sync?run=231
              Runbook: https://wiki.example.org/aws-keys

            * AWS VPN Sync
              AWS, VPN
              since Sun 1 Mar 2026, 11:40 UTC
              The run: https://cmdb.example.org/sync/data-sync?run=232

            and 30 more.

            Show it in DataSync: https://cmdb.example.org/sync/data-sync/alerts?incident=17

            Sent by DataSync to ops@example.org.

            """,
            (await RenderAsync(life, Failure)).Text.ReplaceLineEndings("\n")
        );
    }

    private static AlertStory Over => Failure with { Kind = AlertMessageKind.Recovery, ResolvedAt = Now };

    private static AlertStory Summary =>
        new(
            AlertMessageKind.Summary,
            "2 problems are open",
            WorkflowCount: 4,
            Items:
            [
                new(17, Failure.Title, 3, Now.AddHours(-9), IsOpen: true),
                new(18, "The workflow's own code failed", 1, Now.AddHours(-2), IsOpen: true),
            ]
        );

    private static Task<MailBody> RenderAsync(AlertLife life, AlertStory story) =>
        life.Services.GetRequiredService<IMailRenderer>().RenderAsync(story, "ops@example.org");
}

using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Mail servers that misbehave: nothing is lost, nobody is mailed twice, and the states say what happened.</summary>
public sealed class MailServerTests
{
    private static readonly string[] Three = ["a@example.org", "b@example.org", "c@example.org"];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("RCPT", "450 try later")]
    [InlineData("DATA", "451 try later")]
    [InlineData(".", "452 full")]
    [InlineData("MAIL", "421 closing")]
    [InlineData("EHLO", "421 closing")]
    [InlineData("MAIL", TestSmtp.Drop)]
    [InlineData("RCPT", TestSmtp.Drop)]
    [InlineData(".", TestSmtp.Drop)]
    public async Task What_passes_is_tried_again_until_each_has_one(string verb, string answer)
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, Three);
        life.Show("A");
        var left = 3;
        life.Smtp.Misbehave = line =>
            line.StartsWith(verb, StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0 ? answer : null;
        await life.FailAsync("A");
        await life.PassAsync(10 * Minute, TimeSpan.FromSeconds(10));
        Assert.Equal(Three, life.Smtp.Mails.Select(mail => mail.Recipient).Order(StringComparer.Ordinal));
        Assert.All(await life.ReadAsync(db => db.AlertDeliveries), row => Assert.Equal(DeliveryState.Sent, row.State));
    }

    [Theory]
    [DatabaseData]
    public async Task One_that_is_refused_for_good_costs_the_others_nothing(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, Three);
        life.Show("A");
        life.Smtp.Misbehave = line => line.Contains("<b@", StringComparison.Ordinal) ? "550 5.1.1 no such user" : null;
        await life.FailAsync("A");
        await life.PassAsync(10 * Minute, TimeSpan.FromSeconds(10));
        Assert.Equal(["a@example.org", "c@example.org"], life.Smtp.Mails.Select(mail => mail.Recipient));
        var rows = await life.ReadAsync(db => db.AlertDeliveries.OrderBy(row => row.Address));
        Assert.Equal([DeliveryState.Sent, DeliveryState.Failed, DeliveryState.Sent], rows.Select(row => row.State));
        Assert.Equal((1, "The mail server answered 550: 5.1.1 no such user"), (rows[1].Attempts, rows[1].Problem));
        Assert.Equal("a@example.org, c@example.org", Assert.Single(await life.ReadAsync(db => db.Alerts)).Recipients);
        Assert.Null(life.Desk.Mail.FailingSince);
    }

    [Fact]
    public async Task One_that_is_put_off_for_a_day_is_given_up()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, Three);
        life.Show("A");
        life.Smtp.Misbehave = line => line.Contains("<b@", StringComparison.Ordinal) ? "450 mailbox busy" : null;
        await life.FailAsync("A");
        await life.PassAsync(TimeSpan.FromHours(23), TimeSpan.FromMinutes(15));
        Assert.Equal(DeliveryState.Pending, await FirstAsync(life));
        await life.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(15));
        Assert.Equal(DeliveryState.Failed, await FirstAsync(life));

        static async Task<DeliveryState> FirstAsync(AlertLife life) =>
            (
                await life.ReadAsync(db =>
                    db.AlertDeliveries.Where(row => row.Address == "b@example.org").OrderBy(row => row.Id)
                )
            )[0].State;
    }

    [Theory, DatabaseData]
    public async Task However_much_waited_it_is_one_mail_of_bounded_length_for_each(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, Three);
        life.Show("A");
        await using (var context = await life.ContextAsync())
        {
            for (var number = 1; number <= 150; number++)
            {
                var message = new AlertMessage
                {
                    MessageId = $"{number}",
                    Story = new AlertStory(AlertMessageKind.Opened, $"Cause {number}").Write(),
                    CreatedAt = life.Now.AddDays(-number),
                };
                foreach (var address in number == 1 ? Three : Three[..2])
                    message.Deliveries.Add(new() { Address = address, NotBefore = message.CreatedAt });
                context.AlertMessages.Add(message);
            }
            await context.SaveChangesAsync();
        }
        await life.PassAsync(Minute);
        Assert.Equal(
            [
                "a@example.org: What 150 mails would have told",
                "b@example.org: What 150 mails would have told",
                "c@example.org: Cause 1",
            ],
            life.Smtp.Mails.Select(mail => $"{mail.Recipient}: {mail.Message.Subject!["[DataSync] ".Length..]}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Contains("Listed are 100 of 150.", life.Smtp.Mails[^1].Message.TextBody, StringComparison.Ordinal);
        Assert.Equal(0, life.Desk.Mail.Waiting);
    }

    [Fact]
    public async Task One_that_is_back_is_known_to_be_without_a_mail_that_shows_it()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, Three);
        life.Show("A");
        await life.Smtp.StopAsync();
        await life.PassAsync(Minute);
        Assert.NotNull(life.Desk.Mail.FailingSince);
        life.Smtp.StartAgain();
        await life.PassAsync(2 * Minute);
        Assert.Null(life.Desk.Mail.FailingSince);

        // Whom it puts off it answers all the same, and is not asked over and over whether it is there.
        await life.Smtp.StopAsync();
        await life.FailAsync("A");
        await life.PassAsync(Minute);
        var asked = 0;
        life.Smtp.Misbehave = line =>
        {
            asked += line is "NOOP" ? 1 : 0;
            return line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 greylisted" : null;
        };
        life.Smtp.StartAgain();
        await life.PassAsync(30 * Minute, TimeSpan.FromSeconds(30));
        Assert.Equal((null, 3), (life.Desk.Mail.FailingSince, life.Desk.Mail.Waiting));
        Assert.InRange(asked, 1, 3);
    }

    [Theory]
    [InlineData("MAIL", "530 5.7.0 authentication required")]
    [InlineData("MAIL", TestSmtp.Drop)]
    [InlineData("RCPT", TestSmtp.Drop)]
    public async Task A_server_that_takes_none_at_all_for_a_day_gives_none_up(string verb, string answer)
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        await life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { ReminderHours = 0 }, default);
        life.Show("A");
        life.Smtp.Misbehave = line => line.StartsWith(verb, StringComparison.Ordinal) ? answer : null;
        await life.FailAsync("A");
        await life.PassAsync(TimeSpan.FromHours(26), TimeSpan.FromMinutes(30));
        Assert.NotNull(life.Desk.Mail.FailingSince);
        life.Smtp.Misbehave = _ => null;
        await life.PassAsync(5 * Minute, Minute);
        Assert.Single(life.Smtp.Mails);
    }

    [Theory]
    [DatabaseData]
    public async Task The_day_of_one_that_is_put_off_begins_with_the_first_refusal(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, "a@example.org");
        await life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { ReminderHours = 0 }, default);
        life.Show("A");
        await life.Smtp.StopAsync();
        await life.FailAsync("A");
        await life.PassAsync(TimeSpan.FromHours(26), TimeSpan.FromMinutes(30));
        // Who was not heard of for a while is put off at first.
        life.Smtp.Misbehave = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 greylisted" : null;
        life.Smtp.StartAgain();
        await life.PassAsync(5 * Minute, Minute);
        Assert.Equal(DeliveryState.Pending, Assert.Single(await life.ReadAsync(db => db.AlertDeliveries)).State);
        life.Smtp.Misbehave = _ => null;
        await life.PassAsync(30 * Minute, Minute);
        Assert.Single(life.Smtp.Mails);
    }

    [Theory]
    [DatabaseData]
    public async Task While_it_is_away_everything_waits_and_what_waited_long_is_one_mail(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, Three);
        life.Show("A", "B", "C", "D");
        await life.Smtp.StopAsync();
        await life.FailAsync("A", "one is broken");
        await life.FailAsync("B", "two is broken");
        await life.PassAsync(5 * Minute, TimeSpan.FromSeconds(30));
        Assert.NotNull(life.Desk.Mail.FailingSince);
        Assert.Equal(6, life.Desk.Mail.Waiting);
        Assert.Contains("cannot be reached", life.Desk.Mail.Problem, StringComparison.Ordinal);
        await life.PassAsync(TimeSpan.FromHours(30), TimeSpan.FromMinutes(30));
        await life.FailAsync("C", "three is broken");
        life.Smtp.StartAgain();
        await life.PassAsync(10 * Minute, TimeSpan.FromSeconds(30));
        Assert.Null(life.Desk.Mail.FailingSince);
        Assert.Equal(0, life.Desk.Mail.Waiting);
        foreach (var one in Three)
        {
            var subjects = life
                .Smtp.Mails.Where(mail => mail.Recipient == one)
                .Select(mail => mail.Message.Subject!)
                .ToList();
            Assert.Equal(2, subjects.Count);
            Assert.Contains(subjects, subject => subject.StartsWith("[DataSync] What ", StringComparison.Ordinal));
            Assert.Contains("[DataSync] C fails: three is broken", subjects);
        }
    }

    [Fact]
    public async Task A_server_that_takes_a_mail_and_breaks_off_gets_it_seldom()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        life.Show("A");
        var given = 0;
        life.Smtp.Misbehave = line =>
        {
            if (line is not ".")
                return null;
            given++;
            return TestSmtp.Drop;
        };
        await life.FailAsync("A");
        await life.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromSeconds(30));
        Assert.InRange(given, 5, 15);
        Assert.NotNull(life.Desk.Mail.FailingSince);
    }

    [Fact]
    public async Task A_server_that_stalls_is_left_and_tried_again()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        life.Show("A");
        var stalled = 0;
        life.Smtp.Misbehave = line => line is "DATA" && Interlocked.Increment(ref stalled) == 1 ? TestSmtp.Stall : null;
        await life.FailAsync("A");
        await life.PassAsync(4 * Minute, TimeSpan.FromSeconds(30));
        Assert.Equal("a@example.org", Assert.Single(life.Smtp.Mails).Recipient);
    }

    [Fact]
    public async Task Nothing_of_a_mail_becomes_a_header_or_markup()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        const string Evil = "A\r\nBcc: evil@example.org\u2028X: y <img src=x onerror=alert(1)>";
        life.Show(Evil);
        await life.FailAsync(Evil, "boom\r\n.\r\nRCPT TO:<evil@example.org> <script>alert(1)</script>");
        await life.PassAsync(Minute);
        var (recipient, mail, _) = Assert.Single(life.Smtp.Mails);
        Assert.Equal("a@example.org", recipient);
        Assert.Equal(["a@example.org"], mail.GetRecipients().Select(one => one.Address));
        Assert.Empty(mail.Bcc);
        Assert.Null(mail.Headers["X"]);
        Assert.DoesNotContain("<script", mail.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", mail.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@example.org\r\nBcc: evil@example.org")]
    [InlineData("a@example.org, evil@example.org")]
    [InlineData("Evil <evil@example.org>")]
    [InlineData("a b@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("nobody")]
    [InlineData("@example.org")]
    [InlineData("")]
    public void What_is_no_single_address_is_refused(string address)
    {
        var refused = Assert.Throws<DataSync.Core.Access.RefusedException>(() =>
            RecipientService.CheckAddress(address)
        );
        Assert.Equal("email", refused.Field);
    }

    [Fact]
    public async Task A_certificate_nobody_trusts_is_said_and_nothing_goes_out_in_the_clear()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        using var sender = new MailSender(
            Microsoft.Extensions.Options.Options.Create(
                new SmtpOptions
                {
                    Host = "127.0.0.1",
                    Port = life.Smtp.Port,
                    From = "datasync@example.org",
                }
            ),
            life.Clock
        );
        using var mail = new MimeMessage { Body = new TextPart { Text = "secret" } };
        mail.To.Add(MailboxAddress.Parse("a@example.org"));
        mail.From.Add(MailboxAddress.Parse("datasync@example.org"));
        var problem = await Assert.ThrowsAsync<MailProblemException>(() =>
            sender.SendAsync(mail, life.Now + Minute, default)
        );
        Assert.Equal("The mail server does not offer encryption: see Smtp:Security.", problem.Message);
        Assert.True(problem.IsOfServer);
        Assert.Empty(life.Smtp.Mails);
    }
}

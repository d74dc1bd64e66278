using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Api;

/// <summary>What administrators do through the API, and what the audit log then says.</summary>
[Collection(ApiHosts.Name)]
public sealed class ChangeTests(ApiHosts hosts)
{
    [Theory, DatabaseData]
    public async Task A_person_is_let_in_changed_and_kept_out(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        var email = $"grace-{Guid.NewGuid():N}@example.org";

        var made = await host.Admin.PostAsync("api/v1/users", new { email, role = "operator" });
        Assert.Equal(201, made.Status);
        var (id, link) = (made["id"].GetString()!, new Uri(made["link"].GetString()!));
        Assert.Equal(host.App.Url.Authority, link.Authority);
        var page = await host.Admin.GetAsync(link.PathAndQuery);
        Assert.Contains(email, page.Text, StringComparison.Ordinal);

        var again = await host.Admin.PostAsync("api/v1/users", new { email });
        Assert.Equal((400, "email"), (again.Status, Assert.Single(again.Wrong)));

        var second = await host.Admin.PostAsync($"api/v1/users/{id}/link");
        Assert.NotEqual(link.ToString(), second["link"].GetString());
        // Of links only the newest works.
        Assert.DoesNotContain(email, (await host.Admin.GetAsync(link.PathAndQuery)).Text, StringComparison.Ordinal);

        var changed = await host.Admin.SendAsync(
            HttpMethod.Patch,
            $"api/v1/users/{id}",
            """{"role":"viewer","disabled":true}"""
        );
        Assert.Equal((204, ""), (changed.Status, changed.Text));
        var row = Assert.Single((await host.Admin.GetAsync("api/v1/users")).Items, item => Is(item, "email", email));
        Assert.Equal(
            ("viewer", true),
            (row.GetProperty("role").GetString(), row.GetProperty("isDisabled").GetBoolean())
        );

        Assert.Equal(
            ["account.disabled", "account.role", "account.password_link", "account.created"],
            (await AuditAsync(host, email)).Select(entry => entry.GetProperty("action").GetString())
        );
    }

    [Fact]
    public async Task The_last_administrator_stays_one_and_nothing_else_is_changed_either()
    {
        await using var host = await ApiHost.StartAsync(Provider.Sqlite);
        var admin = Assert.Single((await host.Admin.GetAsync("api/v1/users")).Items).GetProperty("id").GetString();

        foreach (
            var change in (string[])
                ["""{"role":"viewer"}""", """{"disabled":true}""", """{"role":"admin","disabled":true}"""]
        )
        {
            var refused = await host.Admin.SendAsync(HttpMethod.Patch, $"api/v1/users/{admin}", change);
            Assert.Equal((409, "urn:datasync:problem:conflict"), (refused.Status, refused.ProblemType));
            Assert.Contains("last administrator", refused["detail"].GetString(), StringComparison.Ordinal);
        }
        var row = Assert.Single((await host.Admin.GetAsync("api/v1/users")).Items);
        Assert.Equal(
            ("admin", false),
            (row.GetProperty("role").GetString(), row.GetProperty("isDisabled").GetBoolean())
        );
    }

    [Theory, DatabaseData]
    public async Task A_token_is_shown_once_and_ends_at_once(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = $"grafana-{Guid.NewGuid():N}";

        var made = await host.Admin.PostAsync(
            "api/v1/tokens",
            new
            {
                name,
                role = "viewer",
                expiresAt = "2099-01-01T02:00:00+02:00",
            }
        );
        Assert.Equal((201, "no-store"), (made.Status, made.CacheControl));
        var secret = made["token"].GetString()!;
        using var program = new ApiCaller(host.App, secret);
        Assert.Equal(200, (await program.GetAsync("api/v1/status")).Status);
        Assert.Equal(403, (await program.GetAsync("api/v1/tokens")).Status);

        var list = await host.Admin.GetAsync("api/v1/tokens");
        Assert.DoesNotContain(secret, list.Text, StringComparison.Ordinal);
        var row = Assert.Single(list.Items, item => Is(item, "name", name));
        Assert.Equal(made["id"].GetInt32(), row.GetProperty("id").GetInt32());
        Assert.Equal("2099-01-01T00:00:00Z", row.GetProperty("expiresAt").GetString());

        Assert.Equal(204, (await host.Admin.SendAsync(HttpMethod.Delete, $"api/v1/tokens/{made["id"]}", null)).Status);
        Assert.Equal(401, (await program.GetAsync("api/v1/status")).Status);
        Assert.Equal(
            ["token.revoked", "token.created"],
            (await AuditAsync(host, name)).Select(entry => entry.GetProperty("action").GetString())
        );
    }

    [Fact]
    public async Task Without_a_role_a_token_is_for_events_alone()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var made = await host.Admin.PostAsync("api/v1/tokens", new { name = "relay" });

        using var relay = new ApiCaller(host.App, made["token"].GetString());
        Assert.Equal(403, (await relay.GetAsync("api/v1/status")).Status);
        Assert.Equal(202, (await relay.PostAsync("api/v1/n8n/events", new { workflow = new { id = "1" } })).Status);
    }

    [Theory, DatabaseData]
    public async Task The_audit_log_tells_who_from_where_and_what_it_was_before(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        var person = await host.App.Services.AddPersonAsync(Role.Viewer);

        await host.Admin.SendAsync(HttpMethod.Patch, $"api/v1/users/{person.Id}", """{"role":"operator"}""");

        var entry = (await AuditAsync(host, person.Name, "&action=account.role&who=Bootstrap"))[0];
        Assert.Equal(
            ("token", "127.0.0.1"),
            (entry.GetProperty("actorKind").GetString(), entry.GetProperty("address").GetString())
        );
        Assert.Equal("viewer", entry.GetProperty("before").GetProperty("role").GetString());
        Assert.Equal("operator", entry.GetProperty("after").GetProperty("role").GetString());
        var at = entry.GetProperty("at").GetString();
        Assert.Single(await AuditAsync(host, person.Name, $"&action=account.role&from={at}"));
        Assert.Empty(await AuditAsync(host, person.Name, $"&action=account.role&to={at}"));
        Assert.Empty(await AuditAsync(host, person.Name, "&action=token"));
    }

    [Theory, DatabaseData]
    public async Task The_audit_log_is_read_in_pages_and_verified(Provider provider)
    {
        await using var host = await ApiHost.StartAsync(provider);
        var whole = await host.Admin.GetAsync("api/v1/audit?limit=200");
        var seqs = new List<long>();
        string? cursor = null;
        do
        {
            var page = await host.Admin.GetAsync($"api/v1/audit?limit=1{(cursor is null ? "" : $"&cursor={cursor}")}");
            seqs.AddRange(page.Items.Select(Seq));
            cursor = page["nextCursor"].GetString();
        } while (cursor is not null);
        Assert.Equal(whole.Items.Select(Seq), seqs);
        Assert.True(seqs.Count > 2);

        var good = await host.Admin.GetAsync("api/v1/audit/verify");
        Assert.Equal((true, seqs[0]), (good["holds"].GetBoolean(), good["entries"].GetInt64()));

        await using (var db = host.Database.Factory.CreateDbContext())
            await db
                .AuditEntries.Where(entry => entry.Seq == 2)
                .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ActorName, "nobody"));
        var bad = await host.Admin.GetAsync("api/v1/audit/verify");
        Assert.Equal((false, 2), (bad["holds"].GetBoolean(), bad["brokenAt"].GetInt64()));
        Assert.Contains("Entry 2", bad["problem"].GetString(), StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Rules_are_changed_as_a_whole_and_say_whom_a_failure_would_reach(Provider provider)
    {
        await using var host = await ApiHost.StartAsync(provider);
        using var viewer = new ApiCaller(host.App, await host.App.Services.AddTokenAsync(Role.Viewer));
        Assert.Equal(4, (await viewer.GetAsync("api/v1/alert-rules"))["reminderHours"].GetInt32());
        var audience = $"api/v1/workflows/{host.Vpc}/audience";
        Assert.Equal(0, (await host.Admin.GetAsync(audience))["emails"].GetArrayLength());

        var recipient = """
            {"email":"net@example.org","subscriptions":[{"scope":"provider","value":"aws","events":["failure"]}]}
            """;
        Assert.Equal(201, (await host.Admin.SendAsync(HttpMethod.Post, "api/v1/recipients", recipient)).Status);
        var set = await PutAsync(
            """
            {"afterFailures":2,"reminderHours":0,"quietFrom":"22:00","quietTo":"06:00","digestHour":0,"muted":["late"],
            "maintenance":[{"from":"2026-03-08T12:00:00+02:00","to":"2026-03-08T12:00:00Z","reason":"A move."}]}
            """
        );
        Assert.Equal(200, set.Status);
        var kept = await viewer.GetAsync("api/v1/alert-rules");
        Assert.Equal(set.Text, kept.Text);
        Assert.Equal(
            (2, 0, "22:00", "2026-03-08T10:00:00Z"),
            (
                kept["afterFailures"].GetInt32(),
                kept["digestHour"].GetInt32(),
                kept["quietFrom"].GetString(),
                kept["maintenance"][0].GetProperty("from").GetString()
            )
        );
        foreach (
            var (at, isQuiet) in new[]
            {
                ("2026-03-08T03:00:00Z", true),
                ("2026-03-08T09:59:00Z", false),
                ("2026-03-08T11:59:00Z", true),
            }
        )
        {
            var told = await host.Admin.GetAsync($"{audience}?at={at}");
            Assert.Equal("net@example.org", Assert.Single(told["emails"].EnumerateArray()).GetString());
            Assert.Equal((at, isQuiet, 2), (at, told["isQuiet"].GetBoolean(), told["afterFailures"].GetInt32()));
        }

        foreach (
            var (body, field) in new[]
            {
                ("""{"afterFailures":0}""", "afterFailures"),
                ("""{"reminderHours":169}""", "reminderHours"),
                ("""{"digestHour":24}""", "digestHour"),
                ("""{"quietFrom":"22:00"}""", "quietFrom"),
                ("""{"quietFrom":"10 pm","quietTo":"06:00"}""", "quietFrom"),
                ("""{"muted":["noise"]}""", "muted[0]"),
                ("""{"maintenance":[{"from":"2026-03-08T12:00:00Z","to":"2026-03-08T12:00:00Z"}]}""", "maintenance"),
                ("""{"quiet":true}""", "quiet"),
            }
        )
            Assert.Equal((field, 400), (Assert.Single((await PutAsync(body)).Wrong), (await PutAsync(body)).Status));
        Assert.Equal(kept.Text, (await viewer.GetAsync("api/v1/alert-rules")).Text);
        // What is left out is as it was at first.
        Assert.Equal(4, (await PutAsync("{}"))["reminderHours"].GetInt32());

        var audit = (await host.Admin.GetAsync("api/v1/audit?action=alert_rules.changed")).Items;
        Assert.Equal(
            [0, 4],
            audit.Select(entry => entry.GetProperty("before").GetProperty("reminderHours").GetInt32())
        );

        Task<ApiResponse> PutAsync(string body) => host.Admin.SendAsync(HttpMethod.Put, "api/v1/alert-rules", body);
    }

    private static async Task<IReadOnlyList<JsonElement>> AuditAsync(ApiHost host, string subject, string more = "") =>
        (await host.Admin.GetAsync($"api/v1/audit?subject={Uri.EscapeDataString(subject)}{more}")).Items;

    private static long Seq(JsonElement entry) => entry.GetProperty("seq").GetInt64();

    private static bool Is(JsonElement item, string name, string value) => item.GetProperty(name).GetString() == value;
}

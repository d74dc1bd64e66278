using System.Net;
using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>Coming in, going out and changing the key, over HTTP.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task A_session_planted_before_signing_in_is_not_taken_over()
    {
        await using var at = await Door.StartAsync();
        await at.App.SignInAsync();
        const string planted = "datasync=planted";

        using var before = await at.SendAsync(HttpMethod.Get, "data-sync", planted);
        using var signIn = await at.SignInAsync(TestApp.AdminPassword, cookie: planted);
        using var after = await at.SendAsync(HttpMethod.Get, "data-sync", planted);

        Assert.Equal(HttpStatusCode.Redirect, before.StatusCode);
        Assert.Contains(
            signIn.Headers.GetValues("Set-Cookie"),
            set => set.StartsWith("datasync=", StringComparison.Ordinal)
        );
        Assert.Contains("/sign-in", after.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_for_an_address_and_noted()
    {
        await using var at = await Door.StartAsync(("Auth:AttemptsPerMinute", "12"));
        await at.App.SignInAsync();

        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 14; guess++)
        {
            using var answer = await at.SignInAsync($"guess number {guess}");
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(11, answers.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        var log = at.App.Services.GetRequiredService<AuditLog>();
        var failed = await log.ReadAsync(Actor.Program, new(Action: AuditActions.SignInFailed), null, 100, default);
        Assert.Equal(11, failed.Count);
        Assert.All(failed, entry => Assert.Equal("127.0.0.1", entry.Address));
        Assert.All(
            failed,
            entry => Assert.DoesNotContain("guess", $"{entry.Before}{entry.After}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_locked_account_opens_to_a_browser_that_was_in_it_before()
    {
        await using var at = await Door.StartAsync(("Auth:AttemptsPerMinute", "100"));
        var known = string.Join("; ", (await at.App.SignInAsync()).Select(c => $"{c.Name}={c.Value}"));
        for (var guess = 0; guess < 10; guess++)
            (await at.SignInAsync("a wrong password")).Dispose();

        using var stranger = await at.SignInAsync(TestApp.AdminPassword);
        using var owner = await at.SignInAsync(TestApp.AdminPassword, cookie: known);

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, owner.StatusCode);
    }

    [Fact]
    public async Task The_door_tells_nobody_who_has_an_account()
    {
        await using var at = await Door.StartAsync(("Auth:AttemptsPerMinute", "100"));
        await at.App.SignInAsync();
        for (var guess = 0; guess < 10; guess++)
            (await at.SignInAsync("a wrong password")).Dispose();

        using var locked = await at.SignInAsync("a wrong password");
        using var nobody = await at.FormAsync("sign-in", null, ("email", "nobody@example.org"), ("password", "x"));

        Assert.Equal(await ProblemAsync(nobody), await ProblemAsync(locked));

        static async Task<string> ProblemAsync(HttpResponseMessage answer)
        {
            var page = await answer.Content.ReadAsStringAsync();
            return page[page.IndexOf("role=\"alert\"", StringComparison.Ordinal)..].Split('<')[0];
        }
    }

    [Fact]
    public async Task Who_signs_out_is_out_and_every_form_is_answered_while_the_database_is_away()
    {
        await using var at = await Door.StartAsync();
        var cookie = await at.CookieAsync();
        (await at.FormAsync("sign-out", await at.CookieAsync())).Dispose();
        var log = at.App.Services.GetRequiredService<AuditLog>();
        using (var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while ((await log.ReadAsync(Actor.Program, new(Action: AuditActions.SignOut), null, 1, default)) is [])
                await look.WaitForNextTickAsync(patience.Token);
        }
        await at.BreakAsync();

        using var signOut = await at.FormAsync("sign-out", cookie);
        using var signIn = await at.SignInAsync(TestApp.AdminPassword);
        using var change = await at.FormAsync("account/password", cookie, ("current", "x"), ("password", "y"));

        Assert.Equal("/sign-in#left", signOut.Headers.Location?.OriginalString);
        Assert.Contains(
            signOut.Headers.GetValues("Set-Cookie"),
            set => set.StartsWith("datasync=;", StringComparison.Ordinal)
        );
        foreach (var failed in new[] { signIn, change })
        {
            Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
            Assert.Contains(
                "Go back and try again",
                await failed.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_form_sent_after_the_sign_in_has_ended_leads_to_sign_in()
    {
        await using var at = await Door.StartAsync();
        await at.App.SignInAsync();

        using var form = await at.FormAsync("sign-out", null, ("any", "field"));
        using var script = await at.SendAsync(HttpMethod.Post, "sign-out", null, ("Origin", at.Origin));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), (form.StatusCode, script.StatusCode));
        Assert.Equal("/sign-in", form.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task The_set_up_link_works_once_and_only_while_there_is_no_account()
    {
        await using var at = await Door.StartAsync(
            ("Auth:Bootstrap:Email", null),
            ("Auth:Bootstrap:Password", null),
            ("Auth:Bootstrap:ApiToken", null)
        );
        var bootstrap = at.App.Services.GetRequiredService<Bootstrap>();
        var announced = new TaskCompletionSource<string>();
        bootstrap.Announce = key => announced.TrySetResult(key);
        var directory = at.App.Services.GetRequiredService<AccessDirectory>();
        await directory.ReloadAsync(default);
        await bootstrap.RunAsync(default);
        var key = await announced.Task;

        using var made = await at.FormAsync(
            "set-up",
            null,
            ("key", "made-up"),
            ("email", "x@example.org"),
            ("password", "long enough words")
        );
        using var right = await at.FormAsync(
            "set-up",
            null,
            ("key", key),
            ("email", "x@example.org"),
            ("password", "long enough words")
        );
        using var again = await at.FormAsync(
            "set-up",
            null,
            ("key", key),
            ("email", "y@example.org"),
            ("password", "long enough words")
        );

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.Redirect, HttpStatusCode.BadRequest),
            (made.StatusCode, right.StatusCode, again.StatusCode)
        );
        Assert.Equal("x@example.org", Assert.Single(await AccountsAsync(at)));
    }

    [Fact]
    public async Task A_changed_password_ends_what_was_signed_in_before_and_so_does_signing_out_everywhere()
    {
        const string next = "another long password";
        await using var at = await Door.StartAsync();
        var (elsewhere, here) = (await at.CookieAsync(), await at.CookieAsync());

        using var wrong = await at.FormAsync("account/password", here, ("current", "not it"), ("password", next));
        using var weak = await at.FormAsync(
            "account/password",
            here,
            ("current", TestApp.AdminPassword),
            ("password", "short")
        );
        using var changed = await at.FormAsync(
            "account/password",
            here,
            ("current", TestApp.AdminPassword),
            ("password", next)
        );
        using var old = await at.SendAsync(HttpMethod.Get, "data-sync", elsewhere);
        var renewed = string.Join("; ", changed.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));
        using var mine = await at.SendAsync(HttpMethod.Get, "data-sync", renewed);
        using var everywhere = await at.FormAsync("account/sign-out-everywhere", renewed);
        using var after = await at.SendAsync(HttpMethod.Get, "data-sync", renewed);

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK),
            (wrong.StatusCode, weak.StatusCode, changed.StatusCode)
        );
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (old.StatusCode, mine.StatusCode));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (everywhere.StatusCode, after.StatusCode));
        Assert.Equal(HttpStatusCode.Redirect, (await at.SignInAsync(next)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_changed_password_changes_nothing_about_how_long_one_is_kept_signed_in(bool keep)
    {
        await using var at = await Door.StartAsync();
        await at.App.SignInAsync();
        using var signIn = await at.SignInAsync(TestApp.AdminPassword, ("keep", keep ? "true" : "false"));
        var cookie = string.Join("; ", signIn.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));

        using var changed = await at.FormAsync(
            "account/password",
            cookie,
            ("current", TestApp.AdminPassword),
            ("password", "another long password")
        );

        var renewed = changed
            .Headers.GetValues("Set-Cookie")
            .Single(set => set.StartsWith("datasync=", StringComparison.Ordinal));
        Assert.Equal(keep, renewed.Contains("expires=", StringComparison.Ordinal));
    }

    private static async Task<IEnumerable<string>> AccountsAsync(Door at)
    {
        var rows = await at.App.Services.GetRequiredService<AccountService>().ListAsync(Actor.Program, default);
        return rows.Select(row => row.Email);
    }

    /// <summary>A program of its own, and what a browser or a script would send it.</summary>
}

using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>Accounts and tokens on both databases.</summary>
public sealed class AccountTests
{
    private const string Email = "ann@example.org";
    private const string Password = "four words make one";

    [Theory, DatabaseData]
    public async Task The_first_admin_is_made_once_and_signs_in(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        var accounts = all.GetRequiredService<AccountService>();

        var made = await accounts.CreateFirstAdminAsync(Email, Password, "192.0.2.1", default);
        var again = await RefusedAsync(() => accounts.CreateFirstAdminAsync("b@example.org", Password, null, default));
        var right = await accounts.SignInAsync(" ANN@example.org", Password, "192.0.2.1", null, default);
        var wrong = await accounts.SignInAsync(Email, Password + "!", "192.0.2.1", null, default);
        var nobody = await accounts.SignInAsync("nobody@example.org", Password, "192.0.2.1", null, default);

        Assert.Equal((Role.Admin, Refusal.Conflict), (made.Role, again.Refusal));
        Assert.Equal(made.Id, right?.Id);
        Assert.Null(wrong);
        Assert.Null(nobody);
        Assert.Equal(["account.created", "sign_in", "sign_in.failed", "sign_in.failed"], await ActionsAsync(database));
    }

    [Theory, DatabaseData]
    public async Task Ten_wrong_passwords_close_the_account_for_a_minute_but_not_to_a_known_device(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        var accounts = all.GetRequiredService<AccountService>();
        var id = (await accounts.CreateFirstAdminAsync(Email, Password, null, default)).Id;

        for (var attempt = 0; attempt < 10; attempt++)
            await accounts.SignInAsync(Email, "wrong", "198.51.100.9", null, default);
        var locked = await accounts.SignInAsync(Email, Password, "192.0.2.1", null, default);
        var known = await accounts.SignInAsync(Email, Password, "192.0.2.1", id, default);
        for (var attempt = 0; attempt < 10; attempt++)
            await accounts.SignInAsync(Email, "wrong", "198.51.100.9", null, default);
        database.Clock.Advance(TimeSpan.FromSeconds(61));
        var later = await accounts.SignInAsync(Email, Password, "192.0.2.1", null, default);

        Assert.Null(locked);
        Assert.NotNull(known);
        Assert.NotNull(later);
    }

    [Theory, DatabaseData]
    public async Task A_link_sets_a_password_once_and_ends_what_was_signed_in(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        var accounts = all.GetRequiredService<AccountService>();
        var admin = await all.AddPersonAsync(Role.Admin);
        var link = await accounts.CreateAsync(admin, Email, Role.Viewer, default);
        var stamp = all.GetRequiredService<AccessDirectory>().Account(link.AccountId)!.Stamp;

        var weak = await RefusedAsync(() => accounts.UseLinkAsync(link.AccountId, link.Secret, "short", null, default));
        var used = await accounts.UseLinkAsync(link.AccountId, link.Secret, Password, null, default);
        var again = await RefusedAsync(() =>
            accounts.UseLinkAsync(link.AccountId, link.Secret, Password, null, default)
        );
        var fresh = await accounts.NewLinkAsync(admin, link.AccountId, default);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => UsesAsync(fresh))));
        var old = await accounts.NewLinkAsync(admin, link.AccountId, default);
        database.Clock.Advance(TimeSpan.FromDays(4));
        var late = await RefusedAsync(() => accounts.UseLinkAsync(old.AccountId, old.Secret, Password, null, default));

        Assert.Equal((Refusal.Invalid, "password"), (weak.Refusal, weak.Field));
        Assert.NotEqual(stamp, used!.Stamp);
        Assert.Equal((Refusal.Conflict, Refusal.Conflict), (again.Refusal, late.Refusal));
        Assert.Single(atOnce, done => done);
        Assert.NotNull(await accounts.SignInAsync(Email, Password, null, null, default));

        async Task<bool> UsesAsync(PasswordLink one)
        {
            try
            {
                return await accounts.UseLinkAsync(one.AccountId, one.Secret, Password, null, default) is not null;
            }
            catch (RefusedException)
            {
                return false;
            }
        }
    }

    [Theory, DatabaseData]
    public async Task The_last_administrator_stays_one(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        var accounts = all.GetRequiredService<AccountService>();
        var admin = await all.AddPersonAsync(Role.Admin);

        var role = await RefusedAsync(() => accounts.SetRoleAsync(admin, admin.Id!, Role.Viewer, default));
        var disabled = await RefusedAsync(() => accounts.SetDisabledAsync(admin, admin.Id!, true, default));
        await all.AddPersonAsync(Role.Admin);
        await accounts.SetRoleAsync(admin, admin.Id!, Role.Viewer, default);

        Assert.Equal((Refusal.Conflict, Refusal.Conflict), (role.Refusal, disabled.Refusal));
        Assert.Equal(Role.Viewer, all.GetRequiredService<AccessDirectory>().RoleOf(admin));
        // And may no longer do what he just did.
        var after = await RefusedAsync(() => accounts.SetRoleAsync(admin, admin.Id!, Role.Admin, default));
        Assert.Equal(Refusal.NotAllowed, after.Refusal);
    }

    [Theory, DatabaseData]
    public async Task A_disabled_account_is_nobody_and_what_was_signed_in_ends(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        var (accounts, access) = (all.GetRequiredService<AccountService>(), all.GetRequiredService<AccessDirectory>());
        var admin = await all.AddPersonAsync(Role.Admin);
        var person = await all.AddPersonAsync(Role.Operator);
        var stamp = access.Account(person.Id)!.Stamp;

        await accounts.SetDisabledAsync(admin, person.Id!, true, default);
        Assert.Null(access.Account(person.Id));
        Assert.Null(access.RoleOf(person));
        await accounts.SetDisabledAsync(admin, person.Id!, false, default);
        Assert.NotEqual(stamp, access.Account(person.Id)!.Stamp);
    }

    [Theory, DatabaseData]
    public async Task A_token_is_stored_hashed_and_ends_when_revoked_or_expired(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var all = database.NewAccess();
        var (tokens, access) = (all.GetRequiredService<TokenService>(), all.GetRequiredService<AccessDirectory>());
        var admin = await all.AddPersonAsync(Role.Admin);
        var soon = database.Clock.GetUtcNow().UtcDateTime.AddHours(1);

        var (id, forever) = await tokens.CreateAsync(admin, "dashboard", Role.Viewer, null, default);
        var (_, brief) = await tokens.CreateAsync(admin, "brief", null, soon, default);
        await using var db = await database.Factory.CreateDbContextAsync();

        Assert.StartsWith("dsync_", forever, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await db.ApiTokens.ToListAsync(),
            row => row.Hash.Contains(forever, StringComparison.Ordinal) || row.Prefix.Length > forever.Length / 2
        );
        Assert.Equal((Role.Viewer, null), (access.Token(forever)!.Role, access.Token(brief)!.Role));
        await tokens.RevokeAsync(admin, id, default);
        Assert.Null(access.Token(forever));
        database.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(access.Token(brief));
        Assert.Null(access.Token("dsync_made-up"));
    }

    [Theory, DatabaseData]
    public async Task Another_instance_hears_of_it(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var one = database.NewAccess();
        await using var other = database.NewAccess();
        var token = await one.AddTokenAsync(Role.Operator);
        var access = other.GetRequiredService<AccessDirectory>();

        await access.ReloadAsync(default);
        other.GetRequiredService<TokenService>().Used(access.Token(token)!);
        await other.GetRequiredService<TokenService>().NoteUsesAsync(default);

        var admin = await one.AddPersonAsync(Role.Admin);
        var row = Assert.Single(await one.GetRequiredService<TokenService>().ListAsync(admin, default));
        Assert.Equal(database.Clock.GetUtcNow().UtcDateTime, row.LastUsedAt);
    }

    private static async Task<RefusedException> RefusedAsync(Func<Task> act) =>
        await Assert.ThrowsAsync<RefusedException>(act);

    private static async Task<List<string>> ActionsAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return await db.AuditEntries.OrderBy(entry => entry.Seq).Select(entry => entry.Action).ToListAsync();
    }
}

using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace DataSync.Web.Features.Settings;

/// <summary>Accounts: who may sign in.</summary>
public sealed partial class UsersPage(
    AccountService accounts,
    CurrentActor current,
    IDialogService dialogs,
    IOptions<SiteOptions> site,
    NavigationManager navigation,
    TimeProvider time
) : GuardedComponent
{
    private IReadOnlyList<AccountRow>? rows;
    private string? ownId;
    private string? openId;
    private string done = "";

    protected override async Task OnInitializedAsync()
    {
        // What is drawn before the page is alive would be drawn again at once, and jump.
        if (RendererInfo.IsInteractive)
            await LoadAsync();
    }

    private async Task LoadAsync() =>
        Problem = await GuardAsync(
            async () =>
            {
                var actor = await current.GetAsync();
                ownId = actor.Id;
                rows = await accounts.ListAsync(actor, Left);
            },
            OpenAgain
        );

    private bool IsOwn(AccountRow row) => string.Equals(row.Id, ownId, StringComparison.Ordinal);

    private bool IsOpen(AccountRow row) => string.Equals(row.Id, openId, StringComparison.Ordinal);

    private void Toggle(AccountRow row) => openId = IsOpen(row) ? null : row.Id;

    private async Task AddAsync()
    {
        if (await dialogs.AskAsync<AddUserDialog>("Add user") is AddUserDialog.NewUser added)
        {
            await ShowLinkAsync(added.Email, added.Link);
            await DoneAsync($"{added.Email} was added.");
        }
    }

    private async Task ChangeRoleAsync(AccountRow row)
    {
        var role = await dialogs.AskAsync<RoleDialog>(
            $"Role of {row.Email}",
            new() { { dialog => dialog.Account, row }, { dialog => dialog.IsOwn, IsOwn(row) } }
        );
        if (role is not null)
            await DoneAsync($"{row.Email} now has the role {role}.");
    }

    private async Task NewLinkAsync(AccountRow row)
    {
        PasswordLink? link = null;
        var isDone = await dialogs.ConfirmAsync(
            $"New password link for {row.Email}?",
            "The link lets its holder choose a new password. An earlier link stops working; the present password stays until the link is used.",
            "Make the link",
            async cancellation => link = await accounts.NewLinkAsync(await current.GetAsync(), row.Id, cancellation)
        );
        if (!isDone)
            return;
        await ShowLinkAsync(row.Email, link!);
        await DoneAsync($"A new link was made for {row.Email}.");
    }

    /// <summary>First of all: it can never be seen again.</summary>
    private async Task ShowLinkAsync(string email, PasswordLink link) =>
        await dialogs.AskAsync<LinkDialog>(
            $"Link for {email}",
            new()
            {
                { dialog => dialog.Email, email },
                { dialog => dialog.Address, AccountLinks.SetPassword(site.Value.Root(navigation.BaseUri), link) },
                { dialog => dialog.ExpiresAt, link.ExpiresAt },
            }
        );

    private Task SignOutAsync(AccountRow row) =>
        ConfirmAsync(
            $"Sign {row.Email} out everywhere?",
            "Every open page and every device signed in with this account ends within ten seconds. Signing in again is possible at once."
                + (IsOwn(row) ? " This is your own account: this page ends, too." : ""),
            "Sign out everywhere",
            (actor, cancellation) => accounts.SignOutEverywhereAsync(actor, row.Id, cancellation),
            $"{row.Email} was signed out everywhere."
        );

    private Task DisableAsync(AccountRow row) =>
        ConfirmAsync(
            $"Disable {row.Email}?",
            "The account cannot sign in any more, and what is signed in ends within ten seconds. API tokens it made go on working. You can enable it again."
                + (IsOwn(row) ? " This is your own account: you are signed out and cannot enable it yourself." : ""),
            "Disable",
            (actor, cancellation) => accounts.SetDisabledAsync(actor, row.Id, disabled: true, cancellation),
            $"{row.Email} is disabled."
        );

    private Task EnableAsync(AccountRow row) =>
        ConfirmAsync(
            $"Enable {row.Email}?",
            $"The account may sign in again, with the role {row.Role}.",
            "Enable",
            (actor, cancellation) => accounts.SetDisabledAsync(actor, row.Id, disabled: false, cancellation),
            $"{row.Email} is enabled.",
            isDanger: false
        );

    private async Task ConfirmAsync(
        string title,
        string text,
        string act,
        Func<Actor, CancellationToken, Task> run,
        string then,
        bool isDanger = true
    )
    {
        if (
            await dialogs.ConfirmAsync(
                title,
                text,
                act,
                async cancellation => await run(await current.GetAsync(), cancellation),
                isDanger
            )
        )
            await DoneAsync(then);
    }

    private Task DoneAsync(string what)
    {
        done = what;
        return LoadAsync();
    }
}

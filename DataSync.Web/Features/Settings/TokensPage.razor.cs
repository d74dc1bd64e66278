using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace DataSync.Web.Features.Settings;

/// <summary>API tokens: which programs are let in.</summary>
public sealed partial class TokensPage(
    TokenService tokens,
    CurrentActor current,
    IDialogService dialogs,
    IOptions<SiteOptions> site,
    NavigationManager navigation,
    TimeProvider time
) : GuardedComponent
{
    private IReadOnlyList<TokenRow>? rows;
    private string done = "";

    private string Root => site.Value.Root(navigation.BaseUri);

    protected override async Task OnInitializedAsync()
    {
        // What is drawn before the page is alive would be drawn again at once, and jump.
        if (RendererInfo.IsInteractive)
            await LoadAsync();
    }

    private async Task LoadAsync() =>
        Problem = await GuardAsync(
            async () => rows = await tokens.ListAsync(await current.GetAsync(), Left),
            OpenAgain
        );

    private async Task CreateAsync()
    {
        if (await dialogs.AskAsync<NewTokenDialog>("New API token") is not NewTokenDialog.Made made)
            return;
        done = $"The token {made.Name} was made.";
        // First what can never be seen again.
        await dialogs.AskAsync<TokenDialog>(
            $"Token {made.Name}",
            new()
            {
                { dialog => dialog.Secret, made.Secret },
                { dialog => dialog.Example, made.IsRelay ? null : $"{Root}/api/v1/workflows" },
            }
        );
        await LoadAsync();
    }

    private async Task RevokeAsync(TokenRow row)
    {
        var isDone = await dialogs.ConfirmAsync(
            $"Revoke {row.Name}?",
            $"Whatever uses the token {row.Prefix}… is refused from now on. That cannot be undone; a new token can be made at any time.",
            "Revoke",
            async cancellation => await tokens.RevokeAsync(await current.GetAsync(), row.Id, cancellation),
            isDanger: true
        );
        if (!isDone)
            return;
        done = $"The token {row.Name} is revoked.";
        await LoadAsync();
    }
}

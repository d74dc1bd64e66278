using Bunit;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Web.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace DataSync.Tests.Components;

/// <summary>What a dialog does with what comes of what it was asked to do.</summary>
public sealed class ActDialogTests : BunitContext, IAsyncLifetime
{
    private readonly IRenderedComponent<MudDialogProvider> dialogs;

    public ActDialogTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<DatabaseState>();
        dialogs = Render<MudDialogProvider>();
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    // Services of MudBlazor can only be disposed of asynchronously.
    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task It_is_done_once_and_the_dialog_goes()
    {
        var (done, gate) = (0, new TaskCompletionSource());
        var asked = Ask(async _ =>
        {
            done++;
            await gate.Task;
        });
        var first = dialogs.Find("form").SubmitAsync();
        Assert.True(dialogs.Find("button[type=submit]").HasAttribute("disabled"));
        var second = dialogs.Find("form").SubmitAsync();

        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.True(await asked);
        Assert.Equal(1, done);
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("form")));
    }

    [Fact]
    public async Task What_is_refused_is_said_and_can_be_tried_again()
    {
        var refused = true;
        var asked = Ask(_ => refused ? throw RefusedException.Conflict("The last <one>.") : Task.CompletedTask);

        await dialogs.Find("form").SubmitAsync();
        Assert.Equal("The last <one>.", dialogs.Find("[role=alert]").TextContent);
        refused = false;
        await dialogs.Find("form").SubmitAsync();

        Assert.True(await asked);
    }

    [Fact]
    public async Task What_fails_ends_neither_the_page_nor_tells_what_is_only_for_the_log()
    {
        _ = Ask(_ => throw new InvalidOperationException("password of the database"));

        await dialogs.Find("form").SubmitAsync();

        Assert.Contains("server's log", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("password", dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_it_does_nothing_and_ends_what_had_begun()
    {
        var cancelled = new TaskCompletionSource();
        var asked = Ask(cancellation =>
        {
            cancellation.Register(cancelled.SetResult);
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        });
        var acting = dialogs.Find("form").SubmitAsync();

        await dialogs.Find("button[type=button]").ClickAsync();

        Assert.False(await asked);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await acting;
    }

    private Task<bool> Ask(Func<CancellationToken, Task> run) =>
        dialogs.InvokeAsync(() =>
            Services.GetRequiredService<IDialogService>().ConfirmAsync("Disable it?", "It ends.", "Disable", run)
        );
}

using System.Text;
using DataSync.Tests.Support;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>What the journeys under /settings have in common.</summary>
internal static class SettingsSteps
{
    public const string Password = "a horse that nobody stapled";

    public static Task<TestApp> StartAsync(TestDatabase database, params (string Key, string? Value)[] settings) =>
        TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value)), .. settings]);

    public static List<string> Errors(IPage page)
    {
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        return errors;
    }

    public static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    public static ILocator Button(ILocator part, string name) => part.GetByRole(AriaRole.Button, new() { Name = name });

    public static ILocator Tab(IPage page, string name) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "Settings" }).GetByText(name);

    public static ILocator Row(IPage page, string name) => page.Locator(".ds-table tr", new() { HasText = name }).First;

    public static async Task ManageAsync(IPage page, string email, string act)
    {
        var manage = Button(page, $"Manage {email}");
        if (await manage.GetAttributeAsync("aria-expanded") is not "true")
            await manage.ClickAsync();
        await Button(page, act).ClickAsync();
    }

    public static async Task ChangeRoleAsync(IPage page, string email, string role)
    {
        await ManageAsync(page, email, "Change role");
        await ChooseAsync(page, "Role", role);
        await Button(page.GetByRole(AriaRole.Dialog), "Change role").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    public static async Task AskAsync(IPage page, string email, string act, string question, string? yes = null)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await ManageAsync(page, email, act);
        await Assertions.Expect(dialog).ToContainTextAsync(question);
        await Assertions.Expect(Button(dialog, "Cancel")).ToBeFocusedAsync();
        await Button(dialog, yes ?? act).ClickAsync();
        await Assertions.Expect(page.GetByText(question)).ToHaveCountAsync(0);
    }

    public static async Task ChooseAsync(IPage page, string label, string option)
    {
        await page.GetByRole(AriaRole.Dialog).GetByLabel(label).First.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
    }

    public static async Task<string> SecretAsync(ILocator dialog, string title)
    {
        await Assertions.Expect(dialog).ToContainTextAsync(title);
        var field = dialog.Locator("input[readonly]");
        await Assertions.Expect(field).ToBeFocusedAsync();
        return await field.InputValueAsync();
    }

    /// <summary>From the open dialog, as CSV; closes it.</summary>
    public static async Task<string> ExportedAsync(ILocator dialog)
    {
        await Button(dialog, "Export").ClickAsync();
        var download = await dialog.Page.RunAndWaitForDownloadAsync(() =>
            dialog.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync()
        );
        await Button(dialog, "Close").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        return Encoding.UTF8.GetString(await File.ReadAllBytesAsync(await download.PathAsync()));
    }
}

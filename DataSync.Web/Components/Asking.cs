using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace DataSync.Web.Components;

/// <summary>The dialogs of the program: one size, left by Escape or their own buttons and not by a click beside them.</summary>
public static class Asking
{
    private static readonly DialogOptions Options = new()
    {
        MaxWidth = MaxWidth.ExtraSmall,
        FullWidth = true,
        BackdropClick = false,
        CloseOnEscapeKey = true,
    };

    /// <returns>What the dialog ended with; null: it was left.</returns>
    public static async Task<object?> AskAsync<T>(
        this IDialogService dialogs,
        string title,
        DialogParameters<T>? parameters = null
    )
        where T : IComponent
    {
        var dialog = await dialogs.ShowAsync<T>(title, parameters ?? [], Options);
        return await dialog.Result is { Canceled: false } result ? result.Data : null;
    }

    /// <summary>Asks once, with the focus on the safe button, and does it.</summary>
    /// <param name="title">The question; it names what it is about.</param>
    /// <param name="text">What will happen.</param>
    /// <param name="act">The word on the button that does it.</param>
    /// <returns>Whether it was done.</returns>
    public static async Task<bool> ConfirmAsync(
        this IDialogService dialogs,
        string title,
        string text,
        string act,
        Func<CancellationToken, Task> run,
        bool isDanger = false
    ) =>
        await dialogs.AskAsync<ActDialog>(
            title,
            new()
            {
                { dialog => dialog.Text, text },
                { dialog => dialog.Act, act },
                { dialog => dialog.IsDanger, isDanger },
                {
                    dialog => dialog.Do,
                    async cancellation =>
                    {
                        await run(cancellation);
                        return true;
                    }
                },
            }
        )
            is not null;
}

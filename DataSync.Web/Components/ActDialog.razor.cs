using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace DataSync.Web.Components;

public sealed partial class ActDialog : GuardedComponent
{
    private readonly string form = $"form-{Guid.NewGuid():N}";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>What will happen.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>The fields to fill in.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The word on the button that does it.</summary>
    [Parameter, EditorRequired]
    public string Act { get; set; } = "";

    /// <summary>Takes something away.</summary>
    [Parameter]
    public bool IsDanger { get; set; }

    /// <summary>Does it; its value is what the dialog ends with. Cancelled when the dialog is left meanwhile.</summary>
    [Parameter, EditorRequired]
    public Func<CancellationToken, Task<object>> Do { get; set; } = null!;

    private Task RunAsync() => TryAsync(async () => Dialog.Close(DialogResult.Ok(await Do(Left))));
}

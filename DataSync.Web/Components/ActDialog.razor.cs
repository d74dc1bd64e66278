using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace DataSync.Web.Components;

public sealed partial class ActDialog(DatabaseState database, ILogger<ActDialog> logger) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closed = new();
    private readonly string form = $"form-{Guid.NewGuid():N}";
    private string? problem;
    private bool isBusy;

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

    public void Dispose()
    {
        closed.Cancel();
        closed.Dispose();
    }

    private async Task RunAsync()
    {
        if (isBusy)
            return;
        (isBusy, problem) = (true, null);
        try
        {
            Dialog.Close(DialogResult.Ok(await Do(closed.Token)));
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // Nobody looks at it any more.
        }
        catch (RefusedException refused)
        {
            problem = refused.Message;
        }
        catch (Exception failure)
        {
            database.ReportFailure(failure);
            Failed(logger, failure, Act);
            problem = DatabaseState.IsUnreachable(failure)
                ? $"{database.Message} Try again once it answers."
                : "That did not work. The cause is in the server's log; see what the list says before you try again.";
        }
        finally
        {
            isBusy = false;
        }
    }

    [LoggerMessage(1701, LogLevel.Error, "What was asked for by '{Act}' failed")]
    private static partial void Failed(ILogger logger, Exception failure, string act);
}

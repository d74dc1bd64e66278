using DataSync.Core.Access;
using DataSync.Core.Trends;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace DataSync.Web.Features.Exports;

/// <summary>Chooses a format, shows how far the file is, and hands it over. Left meanwhile, the export is cancelled.</summary>
public sealed partial class ExportDialog(ExportDesk desk, CurrentActor current, TimeProvider time)
    : ComponentBase,
        IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private static readonly (ExportFormat Format, string Word, string Use)[] Formats =
    [
        (ExportFormat.Csv, "CSV", "for spreadsheets and scripts"),
        (ExportFormat.Xlsx, "Excel", "with real dates and numbers"),
        (ExportFormat.Json, "JSON", "for programs"),
    ];

    private readonly CancellationTokenSource closed = new();
    private readonly string form = $"form-{Guid.NewGuid():N}";
    private ExportTable table = null!;
    private ExportFormat format;
    private ExportJob? job;
    private ExportManifest? manifest;
    private ElementReference cancel;
    private ElementReference download;
    private string? problem;
    private string told = "";
    private bool isMoved;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<ExportTable> Tables { get; set; } = [];

    private DateTime Until => manifest!.FinishedAt + ExportDesk.Life;

    public void Dispose()
    {
        job?.Cancel();
        closed.Cancel();
        closed.Dispose();
    }

    protected override void OnInitialized() => table = Tables[0];

    /// <summary>What had the focus is gone with each step.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!isMoved)
            return;
        isMoved = false;
        if (manifest is not null)
            await download.FocusAsync();
        else if (job is not null)
            await cancel.FocusAsync();
    }

    private async Task StartAsync()
    {
        if (job is not null)
            return;
        (problem, told) = (null, "Exporting");
        try
        {
            job = desk.Start(await current.GetAsync(), table, format);
        }
        catch (RefusedException refused)
        {
            (problem, told) = (refused.Message, "");
            return;
        }
        isMoved = true;
        var made = job;
        // Taken now: the source is disposed when the dialog is left.
        var left = closed.Token;
        try
        {
            while (!made.Ended.IsCompleted)
            {
                StateHasChanged();
                await Task.WhenAny(made.Ended, Task.Delay(Look, time, left));
                left.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // The dialog was left.
            return;
        }
        (manifest, problem, job) = (made.Manifest, made.Problem, null);
        isMoved = manifest is not null;
        told =
            manifest is not null ? $"Finished: {Count(manifest.Rows)}."
            : problem is null ? "Cancelled. Nothing was kept."
            : "";
    }

    private static string Count(long rows) => rows == 1 ? "1 row" : $"{rows:N0} rows";

    private static string Size(long bytes) =>
        bytes < 1_000_000 ? $"{Math.Ceiling(bytes / 1e3):N0} kB" : $"{bytes / 1e6:N0} MB";
}

using DataSync.Core.Executions;

namespace DataSync.Web.Features.Executions;

/// <summary>
/// The piece of a history that a list holds: it slides with the reader and never grows beyond <see cref="MostRows"/>. One
/// reading at a time; a new filter overtakes what is under way.
/// </summary>
internal sealed class HistoryWindow(ExecutionHistory history) : IDisposable
{
    public const int PerPage = 50;
    public const int MostRows = 200;

    private readonly SemaphoreSlim gate = new(1);
    private CancellationTokenSource life = new();
    private ExecutionFilter filter = ExecutionFilter.None;
    private string? next;
    private bool isEmptied = true;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ExecutionSummary> Rows { get; private set; } = [];

    /// <summary>Nothing has been read for the filter yet.</summary>
    public bool IsLoading => isEmptied;

    /// <summary>There are newer ones that are not held.</summary>
    public bool HasNewer { get; private set; }

    public bool HasOlder => next is not null;

    /// <summary>How far back a search that is not over has looked.</summary>
    public DateTime? SearchedTo { get; private set; }

    /// <summary>Begins at the newest of another filter.</summary>
    /// <returns>False: an even newer filter took over.</returns>
    public async Task<bool> StartAsync(ExecutionFilter wanted)
    {
        await life.CancelAsync();
        life = new CancellationTokenSource();
        (filter, Rows, next, HasNewer, SearchedTo, isEmptied) = (wanted, [], null, false, null, true);
        return await OneAtATimeAsync(async token => Take(await history.PageAsync(filter, null, PerPage, token), token));
    }

    public Task<bool> OlderAsync() =>
        OneAtATimeAsync(async token =>
        {
            if (next is not { } cursor)
                return;
            var page = await history.PageAsync(filter, cursor, PerPage, token);
            token.ThrowIfCancellationRequested();
            (next, SearchedTo) = (page.NextCursor, page.SearchedTo);
            Rows = [.. Rows, .. page.Items.Select(row => row.Shortened())];
            if (Rows.Count <= MostRows)
                return;
            Rows = [.. Rows.Skip(Rows.Count - MostRows)];
            HasNewer = true;
        });

    public Task<bool> NewerAsync() =>
        OneAtATimeAsync(async token =>
        {
            if (!HasNewer || Rows is not [var top, ..])
                return;
            var newer = await history.NewerAsync(filter, top.Cursor, PerPage, token);
            token.ThrowIfCancellationRequested();
            HasNewer = newer.Count == PerPage;
            Rows = [.. newer.Select(row => row.Shortened()), .. Rows];
            if (Rows.Count <= MostRows)
                return;
            Rows = [.. Rows.Take(MostRows)];
            (next, SearchedTo) = (Rows[^1].Cursor, null);
        });

    /// <summary>
    /// Reads the same piece again, so that what changed in it and what is new on top shows. Not while searching: what a search
    /// found lies far apart.
    /// </summary>
    /// <param name="wanted">The same filter at the present time.</param>
    public Task<bool> RefreshAsync(ExecutionFilter wanted) =>
        OneAtATimeAsync(async token =>
        {
            if (isEmptied || filter.Search is { Length: > 0 })
                return;
            filter = wanted;
            var from = HasNewer ? Rows[0].CursorBefore : null;
            // Some more, or new ones on top would push the last out, which the reader may be looking at.
            var limit = Math.Min(Rows.Count + PerPage, MostRows);
            Take(UpTo(Rows, await history.PageAsync(filter, from, limit, token)), token);
        });

    public void Dispose() => life.Cancel();

    /// <summary>The page as far as the last of <paramref name="rows"/>, if it has that.</summary>
    private static ExecutionPage UpTo(IReadOnlyList<ExecutionSummary> rows, ExecutionPage page)
    {
        if (rows.Count == 0 || page.Items.FirstOrDefault(row => row.Id == rows[^1].Id) is not { } last)
            return page;
        List<ExecutionSummary> items = [.. page.Items.TakeWhile(row => row.Id != last.Id), last];
        return items.Count == page.Items.Count ? page : page with { Items = items, NextCursor = last.Cursor };
    }

    private void Take(ExecutionPage page, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (next, SearchedTo, isEmptied) = (page.NextCursor, page.SearchedTo, false);
        List<ExecutionSummary> rows = [.. page.Items.Select(row => row.Shortened())];
        // What says the same stays the same object, and is not drawn again.
        if (!rows.SequenceEqual(Rows))
            Rows = rows;
    }

    private async Task<bool> OneAtATimeAsync(Func<CancellationToken, Task> read)
    {
        var token = life.Token;
        try
        {
            await gate.WaitAsync(token);
            try
            {
                await read(token);
            }
            finally
            {
                gate.Release();
            }
            return true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
    }
}

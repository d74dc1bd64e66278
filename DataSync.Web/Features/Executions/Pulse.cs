using DataSync.Core.Live;

namespace DataSync.Web.Features.Executions;

/// <summary>Tells whether runs may have changed since the last look; equal: they have not.</summary>
internal static class Pulse
{
    /// <param name="workflow">Null: runs of any.</param>
    public static object Of(BoardSnapshot board, string? workflow) =>
        workflow is null ? (board.Tiles, board.System.Backfill) : (board.Tile(workflow), board.System.Backfill);
}

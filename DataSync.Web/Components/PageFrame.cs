using Microsoft.AspNetCore.WebUtilities;

namespace DataSync.Web.Components;

/// <summary>What stands around a page. It lives in the address, and every address a page builds keeps it.</summary>
public enum PageFrame
{
    /// <summary>Our own navigation.</summary>
    Full,

    /// <summary><c>embed=1</c>: none, because the page stands inside another's.</summary>
    Embed,

    /// <summary><c>kiosk=1</c>: none, and large, for a screen on a wall.</summary>
    Kiosk,
}

public static class PageFrames
{
    public static PageFrame Of(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        return query.TryGetValue("kiosk", out var kiosk) && kiosk == "1" ? PageFrame.Kiosk
            : query.TryGetValue("embed", out var embed) && embed == "1" ? PageFrame.Embed
            : PageFrame.Full;
    }

    /// <summary>As a part of a query; null for <see cref="PageFrame.Full"/>.</summary>
    public static string? Part(PageFrame frame) =>
        frame switch
        {
            PageFrame.Full => null,
            PageFrame.Embed => "embed=1",
            PageFrame.Kiosk => "kiosk=1",
            _ => throw new ArgumentOutOfRangeException(nameof(frame), frame, "A frame without an address"),
        };

    /// <param name="uri">Absolute, of the page that links.</param>
    /// <param name="page">The address it links to, without a fragment.</param>
    public static string Keep(string uri, string page) =>
        Part(Of(uri)) is not { } part ? page
        : page.Contains('?', StringComparison.Ordinal) ? $"{page}&{part}"
        : $"{page}?{part}";
}

using System.Runtime.CompilerServices;

namespace DataSync.Web.Components;

/// <summary>
/// What is drawn the same for everybody, made once for each object it shows and forgotten with it, so that a thousand open
/// pages hold it once. Thread-safe.
/// </summary>
/// <param name="draw">The time is null on living pages: what they show must not depend on when it is drawn.</param>
public sealed class Shared<TShown, TDrawn>(Func<TShown, DateTime?, TDrawn> draw)
    where TShown : class
    where TDrawn : class
{
    private readonly ConditionalWeakTable<TShown, TDrawn> living = [];

    /// <param name="now">Null on a living page, where the browser words the ages.</param>
    public TDrawn Of(TShown shown, DateTime? now) =>
        now is null ? living.GetValue(shown, one => draw(one, null)) : draw(shown, now);
}

using DataSync.Core.Live;

namespace DataSync.Core.Polling;

/// <summary>Somebody wishes n8n to be looked at now. Thread-safe; wishes before the next pass begins are one pass.</summary>
public sealed class RefreshRequests : Hint
{
    public void Request() => Give();
}

namespace DataSync.Core.Polling;

/// <summary>Somebody who wants to know soon what happens in n8n, beside those who have a page open.</summary>
public interface IWatch
{
    bool IsWatching { get; }
}

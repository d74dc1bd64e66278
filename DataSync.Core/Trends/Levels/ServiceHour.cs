namespace DataSync.Core.Trends;

/// <summary>
/// What one process measured of DataSync itself within an hour, all of it: to store it twice changes nothing. An hour is the
/// sum of its rows.
/// </summary>
public sealed class ServiceHour
{
    /// <summary>UTC, of an hour of the site's zone.</summary>
    public DateTime StartsAt { get; set; }

    /// <summary>Another one for each start of the program.</summary>
    public string Process { get; set; } = "";

    /// <summary>How often the board was looked at.</summary>
    public int Looks { get; set; }

    /// <summary>Over all looks: workflows the API key can see, and those of them a verdict was passed on.</summary>
    public long Visible { get; set; }
    public long Monitored { get; set; }

    /// <summary>Looks at which data had an average age, and the sum of these ages in seconds.</summary>
    public int Aged { get; set; }
    public long AgeSeconds { get; set; }

    /// <summary>How long pages took to load in browsers.</summary>
    public DurationSketch Loads { get; set; } = new();

    /// <summary>From something happening in n8n until a browser showed it.</summary>
    public DurationSketch Updates { get; set; } = new();

    internal ServiceHour Copy()
    {
        var copy = new ServiceHour { StartsAt = StartsAt, Process = Process };
        copy.Add(this);
        return copy;
    }

    internal void Add(ServiceHour other)
    {
        Looks += other.Looks;
        Visible += other.Visible;
        Monitored += other.Monitored;
        Aged += other.Aged;
        AgeSeconds += other.AgeSeconds;
        Loads = DurationSketch.Sum(Loads, other.Loads);
        Updates = DurationSketch.Sum(Updates, other.Updates);
    }
}

namespace DataSync.Core.N8n;

/// <summary>Who a request to n8n is made for; decides who gets the next permit of the budget.</summary>
public enum RequestPriority
{
    /// <summary>A person waits, n8n itself hinted that something happened, or the registry is due. May use every permit.</summary>
    Person,

    /// <summary>A live pass: leaves two permits to <see cref="Person"/>.</summary>
    Live,

    /// <summary>Details of known executions; alternates with <see cref="Backfill"/> in what live passes leave.</summary>
    Detail,

    /// <summary>Reading history.</summary>
    Backfill,
}

namespace DataSync.Tests.Support;

/// <summary>For tests that measure the heap, or give simulated time its pace: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}

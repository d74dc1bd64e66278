namespace DataSync.Bench;

/// <summary>One claim about speed or memory, checked by measuring.</summary>
internal interface IBenchmark
{
    string Name { get; }
    string Claim { get; }

    /// <summary>Prints ratios; false when the claim does not hold.</summary>
    Task<bool> RunAsync();
}

using Microsoft.EntityFrameworkCore.Storage;

namespace DataSync.Core.Persistence;

/// <summary>
/// Up to four more tries within a few seconds, on both databases: lock conflicts and broken connections pass, a
/// database that is away does not and is left to <see cref="DatabaseStartup"/>.
/// </summary>
internal sealed class RetryingStrategy(ExecutionStrategyDependencies dependencies)
    : ExecutionStrategy(dependencies, MaxRetries, TimeSpan.FromSeconds(1))
{
    private const int MaxRetries = 4;

    protected override bool ShouldRetryOn(Exception exception) => DatabaseErrors.IsTransient(exception);
}

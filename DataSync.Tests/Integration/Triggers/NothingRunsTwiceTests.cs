using CsCheck;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Triggers;

/// <summary>
/// Random lives with lost answers, errors, duplicate clicks, two tabs and a program killed between storing, sending and
/// answering: never two runs for one request, never a request whose outcome is not told.
/// </summary>
public sealed class NothingRunsTwiceTests
{
    [Fact]
    public Task Whatever_happens() => PlayAsync(60);

    [Fact, Trait("Category", "Full")]
    public Task Whatever_happens_many_times() => PlayAsync(2_000);

    private static Task PlayAsync(int lives) =>
        TriggerLife.Moves.SampleAsync(
            TriggerLife.PlayAsync,
            iter: lives,
            print: moves => string.Join("\n", moves.AsEnumerable())
        );
}

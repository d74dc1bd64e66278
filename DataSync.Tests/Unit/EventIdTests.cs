using System.Reflection;
using DataSync.Core;
using DataSync.Web;
using Microsoft.Extensions.Logging;

namespace DataSync.Tests.Unit;

public sealed class EventIdTests
{
    [Fact]
    public void Each_line_of_the_log_has_an_id_of_its_own()
    {
        var events = new[] { typeof(Telemetry).Assembly, typeof(DataSyncApp).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public
                )
            )
            .Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", Event: Of(method)))
            .Where(line => line.Event is not null)
            .ToList();

        Assert.True(events.Count > 40, $"{events.Count} events");
        Assert.DoesNotContain(events, line => line.Event!.EventId <= 0);
        Assert.Equal(
            [],
            events
                .GroupBy(line => line.Event!.EventId)
                .Where(same => same.Count() > 1)
                .Select(same => $"{same.Key}: {string.Join(", ", same.Select(line => line.Name))}")
        );
    }

    private static LoggerMessageAttribute? Of(MethodInfo method) => method.GetCustomAttribute<LoggerMessageAttribute>();
}

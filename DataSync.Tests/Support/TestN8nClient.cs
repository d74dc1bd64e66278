using System.Collections.Concurrent;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataSync.Tests.Support;

/// <summary>
/// The product's own n8n client, wired as the product wires it, with a database of its own and every log line kept.
/// Several can share one database, as a process does with the one before it.
/// </summary>
public sealed class TestN8nClient : IAsyncDisposable
{
    private readonly SqliteConnection keepAlive;
    private readonly ServiceProvider services;

    public TestN8nClient(
        string baseUrl,
        string apiKey,
        TimeProvider? time = null,
        string? database = null,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        Database = database ?? $"Data Source=n8n-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        keepAlive = new(Database);
        keepAlive.Open();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["N8n:BaseUrl"] = baseUrl,
                    ["N8n:ApiKey"] = apiKey,
                    ["N8n:RequestsPerMinute"] = "600",
                    ["N8n:MaxRetries"] = "0",
                }
            )
            .AddInMemoryCollection(settings)
            .Build();
        var collection = new ServiceCollection();
        collection.AddSingleton(time ?? TimeProvider.System);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        collection.AddDbContextFactory<DataSyncDbContext>(options => options.UseSqlite(Database));
        collection.AddN8n(configuration);
        services = collection.BuildServiceProvider();
        using var context = Contexts.CreateDbContext();
        context.Database.EnsureCreated();
    }

    /// <summary>The connection string.</summary>
    public string Database { get; }

    public TestLog Log { get; } = new();
    public N8nClient Client => services.GetRequiredService<N8nClient>();
    public N8nActs Acts => services.GetRequiredService<N8nActs>();
    public N8nAbilities Abilities => services.GetRequiredService<N8nAbilities>();
    public RequestBudget Budget => services.GetRequiredService<RequestBudget>();
    public IDbContextFactory<DataSyncDbContext> Contexts =>
        services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await keepAlive.DisposeAsync();
    }
}

/// <summary>Every line logged, with scopes and exceptions as a file would have them.</summary>
public sealed class TestLog : ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, Lines);

    public void Dispose() { }

    private sealed class Writer(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{logLevel} {category} {eventId} {formatter(state, exception)} {exception}");
    }
}

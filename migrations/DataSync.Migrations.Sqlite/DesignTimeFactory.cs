using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace DataSync.Migrations.Sqlite;

/// <summary>What <c>dotnet ef</c> uses; it opens no database.</summary>
public sealed class DesignTimeFactory : IDesignTimeDbContextFactory<DataSyncDbContext>
{
    public DataSyncDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<DataSyncDbContext>().UseDataSyncSqlite("Data Source=:memory:").Options);
}

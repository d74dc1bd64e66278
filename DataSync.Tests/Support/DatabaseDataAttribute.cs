using System.Reflection;
using Xunit.Sdk;

namespace DataSync.Tests.Support;

public enum Provider
{
    Sqlite,
    MariaDb,
}

/// <summary>Runs a theory on both databases; the provider comes first, then the given values.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DatabaseDataAttribute(params object[] values) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Provider>().Select(provider => (object[])[provider, .. values]);
}

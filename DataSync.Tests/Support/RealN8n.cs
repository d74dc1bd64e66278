namespace DataSync.Tests.Support;

/// <summary>The n8n the category RealN8n is run against, as the environment names it.</summary>
internal static class RealN8n
{
    /// <summary>Its API, with <c>/api/v1</c>.</summary>
    public static string BaseUrl => Setting("DATASYNC_TEST_N8N_URL").TrimEnd('/');

    public static string ApiKey => Setting("DATASYNC_TEST_N8N_KEY");

    /// <summary>Of its MCP server.</summary>
    public static string McpKey => Setting("DATASYNC_TEST_N8N_MCP_KEY");

    /// <summary>
    /// A script with the verbs start PORT, fleet, fire NAME, stop and wipe; it keeps n8n's data in $N8N_HOME, its process id in
    /// $N8N_HOME/pid, and takes the line of n8n from $N8N_LINE.
    /// </summary>
    public static string Tool => Setting("DATASYNC_TEST_N8N_TOOL");

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"Set {name} to test against a real n8n");
}

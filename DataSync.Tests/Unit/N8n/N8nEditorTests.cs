using DataSync.Core.N8n;

namespace DataSync.Tests.Unit.N8n;

public sealed class N8nEditorTests
{
    [Theory]
    [InlineData("http://10.0.0.1:5678/api/v1", null, "http://10.0.0.1:5678/workflow/w/executions/7")]
    [InlineData("https://n8n.example.org/n8n/api/v1", "", "https://n8n.example.org/workflow/w/executions/7")]
    [InlineData(
        "http://10.0.0.1/api/v1",
        "https://n8n.example.org/n8n/ ",
        "https://n8n.example.org/n8n/workflow/w/executions/7"
    )]
    [InlineData(null, null, null)]
    public void An_execution_is_opened_where_people_open_n8n(string? baseUrl, string? editorUrl, string? expected) =>
        Assert.Equal(expected, N8nEditor.Execution(new() { BaseUrl = baseUrl, EditorUrl = editorUrl }, "w", "7"));

    [Fact]
    public void An_id_cannot_lead_elsewhere() =>
        Assert.Equal(
            "http://n8n/workflow/..%2F..%2Fx%3Fy%23/executions/%22%3E",
            N8nEditor.Execution(new() { BaseUrl = "http://n8n/api/v1" }, "../../x?y#", "\">")
        );
}

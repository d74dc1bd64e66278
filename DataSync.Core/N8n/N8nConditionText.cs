namespace DataSync.Core.N8n;

/// <summary>A condition in words.</summary>
/// <param name="Title">For a banner.</param>
/// <param name="Meaning">What it means for the picture on the screen.</param>
/// <param name="Remedy">What a person can do; empty where nothing needs doing.</param>
public sealed record N8nConditionText(string Title, string Meaning, string Remedy)
{
    public static N8nConditionText Of(N8nCondition condition) =>
        condition switch
        {
            N8nCondition.Unknown => new("n8n not asked yet", "The first answer is on its way.", ""),
            N8nCondition.Ok => new("n8n answers", "The picture is current.", ""),
            N8nCondition.NotConfigured => new(
                "n8n is not set up",
                "DataSync does not know where n8n is, so nothing is read.",
                "Set N8n:BaseUrl and N8n:ApiKey (or N8n:ApiKeyFile) and start DataSync again."
            ),
            N8nCondition.Unreachable => new(
                "n8n is unreachable",
                "n8n gives no answer. What is shown is the last picture.",
                "Check that n8n runs and that this machine reaches it. DataSync keeps trying by itself."
            ),
            N8nCondition.Unauthorised => new(
                "n8n refuses the API key",
                "Nothing can be read with this key. What is shown is the last picture.",
                "Create a key in n8n under Settings, n8n API, set N8n:ApiKey and start DataSync again."
            ),
            N8nCondition.ForbiddenScope => new(
                "The API key lacks a permission",
                "Part of n8n cannot be read with this key, so the picture may be incomplete.",
                "Give the key workflow:list, workflow:read, execution:list and execution:read."
            ),
            N8nCondition.NotAnN8n => new(
                "This does not look like n8n",
                "Something answers at the address, but not as n8n's API does. What is shown is the last picture.",
                "Check N8n:BaseUrl: it needs the API's path (usually /api/v1), and no proxy may rewrite answers."
            ),
            N8nCondition.RateLimited => new(
                "n8n asks for a pause",
                "n8n is asked too often, perhaps also by others. What is shown is the last picture.",
                "Nothing needs doing: DataSync waits as long as n8n asks. If it returns, lower N8n:RequestsPerMinute."
            ),
            N8nCondition.ServerError => new(
                "n8n has an error",
                "n8n answers with an error of its own. What is shown is the last picture.",
                "Look into n8n's log. DataSync keeps trying by itself."
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "No text for this condition"),
        };
}

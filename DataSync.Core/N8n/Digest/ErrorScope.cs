using System.Text.Json;
using DataSync.Core.Persistence;

namespace DataSync.Core.N8n;

/// <summary>An error of n8n: its words, its node, and the credential the node used. Everything else in it is skipped.</summary>
internal sealed class ErrorScope : JsonScope
{
    private const int MaxMessage = 2000;
    private const int MaxDescription = 1000;
    private const int MaxName = 255;
    private const int MaxCode = 32;

    private readonly NodeOfErrorScope node = new();
    private string? name;
    private string? message;
    private string? description;
    private string? httpCode;

    public void Message(string? text) => message = Kept(text, MaxMessage);

    public ErrorDigest Digest(string? elseNode) =>
        new(
            name,
            message ?? description ?? name ?? "n8n gave no message",
            description,
            node.Name ?? elseNode,
            node.Type,
            httpCode,
            node.Credential
        );

    public override JsonScope? Child(string? name, bool isArray) => name is "node" && !isArray ? node : null;

    public override void Value(string? name, ref Utf8JsonReader value)
    {
        switch (name)
        {
            case "name":
                this.name = Kept(Text(ref value), MaxName);
                break;
            case "message":
                message = Kept(Text(ref value), MaxMessage);
                break;
            case "description":
                description = Kept(Text(ref value), MaxDescription);
                break;
            case "httpCode":
                httpCode = Kept(Text(ref value), MaxCode);
                break;
            case "node":
                node.Name = NodeScope.Name(Text(ref value));
                break;
        }
    }

    /// <summary>Masked before it is cut, or half a secret would no longer look like one.</summary>
    private static string? Kept(string? text, int length) =>
        string.IsNullOrWhiteSpace(text) ? null : StoredText.Cut(SecretMask.Apply(text), length);

    private sealed class NodeOfErrorScope : JsonScope
    {
        private readonly CredentialsScope credentials = new();

        public string? Name { get; set; }
        public string? Type { get; private set; }
        public CredentialReference? Credential => credentials.First;

        public override JsonScope? Child(string? name, bool isArray) =>
            name is "credentials" && !isArray ? credentials : null;

        public override void Value(string? name, ref Utf8JsonReader value)
        {
            if (name is "name")
                Name = NodeScope.Name(Text(ref value));
            else if (name is "type")
                Type = NodeScope.Name(Text(ref value));
        }
    }

    /// <summary>By type; a node that fails for a credential rarely has two, and the first says enough.</summary>
    private sealed class CredentialsScope : JsonScope
    {
        private CredentialScope? first;

        public CredentialReference? First => first?.Reference;

        public override JsonScope? Child(string? name, bool isArray) =>
            first is null && name is not null && !isArray ? first = new(name) : null;
    }

    private sealed class CredentialScope(string type) : JsonScope
    {
        private string? id;
        private string? label;

        public CredentialReference? Reference => label is null ? null : new(StoredText.Cut(type, MaxName), id, label);

        public override void Value(string? name, ref Utf8JsonReader value)
        {
            if (name is "id")
                id = NodeScope.Name(Text(ref value));
            else if (name is "name")
                label = NodeScope.Name(Text(ref value));
        }
    }
}

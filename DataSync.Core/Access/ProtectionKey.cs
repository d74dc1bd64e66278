namespace DataSync.Core.Access;

/// <summary>A key of ASP.NET's data protection, so that cookies outlive a restart and hold for every instance.</summary>
public sealed class ProtectionKey
{
    public int Id { get; set; }
    public required string FriendlyName { get; set; }
    public required string Xml { get; set; }
}

namespace DataSync.Web.Api;

/// <summary>What endpoints say of themselves beyond ASP.NET's own metadata; read by <see cref="ApiDocument"/>.</summary>
internal static class ApiMetadata
{
    /// <summary>Problems this operation answers with beside those any may.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses) =>
        route.WithMetadata(new Refusals(statuses));

    /// <summary>An example of the body to send.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, object body) =>
        route.WithMetadata(new Example(null, body));

    /// <summary>An example of the answer.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, int status, object body) =>
        route.WithMetadata(new Example(status, body));
}

/// <summary>Marks what answers with an export, in other formats than JSON, too.</summary>
internal sealed class AnswersFile;

internal sealed record Refusals(int[] Statuses);

/// <param name="Status">Null: of the request.</param>
internal sealed record Example(int? Status, object Body);

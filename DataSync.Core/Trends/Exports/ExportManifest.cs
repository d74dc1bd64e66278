using DataSync.Core.Access;

namespace DataSync.Core.Trends;

/// <summary>What proves an export: it stands in the audit log, and goes out beside the file. Times are UTC.</summary>
/// <param name="ExportId">Under which the audit log has it.</param>
/// <param name="File">Name the file was given.</param>
/// <param name="Sha256">Of the file, lower-case hex.</param>
/// <param name="Filters">In words.</param>
/// <param name="Query">What asks the API for the same rows; empty: everything.</param>
/// <param name="ByKind">Whether a person or a program.</param>
/// <param name="ById">Of the account or token.</param>
/// <param name="By">The e-mail address of the account, or the token's name.</param>
/// <param name="Program">Name and version of what wrote it.</param>
public sealed record ExportManifest(
    string ExportId,
    string Name,
    ExportFormat Format,
    string File,
    long Rows,
    long Bytes,
    string Sha256,
    IReadOnlyList<string> Filters,
    string Query,
    ActorKind ByKind,
    string? ById,
    string By,
    DateTime StartedAt,
    DateTime FinishedAt,
    string Program
);

using System.Buffers.Binary;
using System.Buffers.Text;
using DataSync.Core.Access;

namespace DataSync.Core.Executions;

/// <summary>A place in the history, which is ordered by start and then by row. Callers see it as an opaque text.</summary>
internal readonly record struct ExecutionCursor(DateTime StartTime, int Id)
{
    private const int Size = sizeof(long) + sizeof(int);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, StartTime.Ticks);
        BinaryPrimitives.WriteInt32BigEndian(bytes[sizeof(long)..], Id);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="RefusedException">It is none of ours.</exception>
    public static ExecutionCursor Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (
            text.Length <= Base64Url.GetEncodedLength(Size)
            && Base64Url.IsValid(text, out var length)
            && length == Size
            && Base64Url.TryDecodeFromChars(text, bytes, out _)
            && BinaryPrimitives.ReadInt64BigEndian(bytes) is >= 0 and <= 3_155_378_975_999_999_999 and var ticks
            && BinaryPrimitives.ReadInt32BigEndian(bytes[sizeof(long)..]) is >= 0 and var id
        )
            return new(new DateTime(ticks, DateTimeKind.Utc), id);
        throw RefusedException.Invalid("cursor", "It must be one that an earlier answer gave, unchanged.");
    }
}

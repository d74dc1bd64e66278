namespace DataSync.Core.N8n;

/// <summary>
/// Holds the part of a JSON text that is not parsed yet. What goes in loses the blanks between tokens and the tail of every
/// string longer than <see cref="LongestString"/>, so that neither a 20 MB text nor a mile of blanks needs room.
/// </summary>
internal sealed class ShorteningBuffer
{
    /// <summary>In bytes as written; room for the longest text we keep, even if every character is escaped.</summary>
    public const int LongestString = 16 * 1024;

    /// <summary>One chunk beside the longest token.</summary>
    public const int Size = LongestString + ChunkSize + 64;

    public const int ChunkSize = 16 * 1024;

    private const int LongestCharacter = 6;

    private readonly byte[] bytes = new byte[Size];
    private int length;
    private int stringLength;
    private int digitsLeft;
    private bool afterBackslash;
    private bool inString;
    private bool cutting;

    public ReadOnlySpan<byte> Unparsed => bytes.AsSpan(0, length);

    /// <summary>At least <see cref="ChunkSize"/> unless a token is longer than any JSON we read has.</summary>
    public int Room => Size - length;

    public void Add(ReadOnlySpan<byte> chunk)
    {
        foreach (var value in chunk)
        {
            if (inString ? KeepInString(value) : KeepOutside(value))
                bytes[length++] = value;
        }
    }

    public void Consume(int count)
    {
        bytes.AsSpan(count, length - count).CopyTo(bytes);
        length -= count;
    }

    private bool KeepOutside(byte value)
    {
        if (value != '"')
            return value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
        (inString, cutting, stringLength) = (true, false, 0);
        return true;
    }

    private bool KeepInString(byte value)
    {
        var beginsCharacter = !afterBackslash && digitsLeft == 0;
        if (beginsCharacter && value == '"')
        {
            inString = false;
            return true;
        }
        // A cut begins where a character begins: neither inside an escape nor inside a UTF-8 sequence.
        cutting |= stringLength >= LongestString - LongestCharacter && beginsCharacter && (value & 0xC0) != 0x80;
        if (digitsLeft > 0)
            digitsLeft--;
        else if (afterBackslash)
            (afterBackslash, digitsLeft) = (false, value == 'u' ? 4 : 0);
        else
            afterBackslash = value == '\\';
        if (cutting)
            return false;
        stringLength++;
        return true;
    }
}

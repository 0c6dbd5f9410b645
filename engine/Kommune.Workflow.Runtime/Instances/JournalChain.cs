using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kommune.Workflow.Runtime;

/// <summary>The chain of hashes over an instance's journal: a changed, missing or added entry breaks it.</summary>
public static class JournalChain
{
    /// <summary>What the first entry is chained to.</summary>
    public static byte[] Root { get; } = new byte[SHA256.HashSizeInBytes];

    /// <param name="previous">The hash of the entry before.</param>
    /// <param name="position">The instance's key plus the entry's number.</param>
    /// <param name="entry">The entry's bytes as stored.</param>
    public static byte[] Next(byte[] previous, long position, ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, position);
        hash.AppendData(previous);
        hash.AppendData(number);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }
}

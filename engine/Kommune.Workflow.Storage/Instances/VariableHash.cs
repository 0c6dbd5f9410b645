using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kommune.Workflow.Storage;

/// <summary>The number under which a variable's value is found by index.</summary>
public static class VariableHash
{
    /// <param name="json">The value as the engine writes it: JSON without white space.</param>
    public static long Of(string json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(json), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kommune.Workflow.Plugins.Webhook;

/// <summary>Signs deliveries: HMAC-SHA256 over <c>id.timestamp.body</c>, in base64 after <c>v1,</c> (Standard Webhooks).</summary>
internal static class Signature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far a delivery's time may be from ours.</summary>
    public static readonly TimeSpan ToleranceMax = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";

    public static string Sign(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(Hash(secret, id, Seconds(at), body));

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether one of the space-separated signatures is right and the time is near.</summary>
    public static bool IsValid(
        string secret, string id, string timestamp, string signatures, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        if (!long.TryParse(timestamp, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > ToleranceMax.TotalSeconds)
        {
            return false;
        }

        var expected = Encoding.UTF8.GetBytes(Version + Convert.ToBase64String(Hash(secret, id, timestamp, body)));
        var valid = false;
        foreach (var signature in signatures.Split(' '))
        {
            valid |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }

        return valid;
    }

    /// <summary>Whether a token is the secret, told in the same time for every wrong one.</summary>
    public static bool IsToken(string secret, string token) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static byte[] Hash(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}

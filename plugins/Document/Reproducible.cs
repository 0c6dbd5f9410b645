using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>Replaces what the library draws by lot by what follows from the content: the same input, the same bytes.</summary>
/// <remarks>Each replacement is as long as what it replaces, so that the file's table of offsets stays right.</remarks>
internal static partial class Reproducible
{
    public static byte[] Of(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var fonts = new Dictionary<string, string>(StringComparer.Ordinal);
        text = FontTag().Replace(text, match =>
        {
            if (!fonts.TryGetValue(match.Value, out var tag))
            {
                fonts.Add(match.Value, tag = $"/KOMMU{(char)('A' + fonts.Count)}");
            }

            return tag + match.Value[tag.Length..];
        });
        text = DocumentId().Replace(text, match => new string('0', match.Length));
        text = Uuid().Replace(text, match => "uuid:" + new string('0', match.Length - "uuid:".Length));
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
        var id = hash[..32];
        var uuid = $"uuid:{id[..8]}-{id[8..12]}-{id[12..16]}-{id[16..20]}-{id[20..]}".ToLowerInvariant();
        text = ZeroId().Replace(text, id);
        text = ZeroUuid().Replace(text, uuid);
        return Encoding.Latin1.GetBytes(text);
    }

    [GeneratedRegex("/[A-Z]{6}\\+Noto#?[ 0-9]*Sans[A-Za-z,#0-9-]*")]
    private static partial Regex FontTag();

    [GeneratedRegex("(?<=/ID\\[<[0-9A-F>< ]*)[0-9A-F]{32}(?=>)")]
    private static partial Regex DocumentId();

    [GeneratedRegex("uuid:[0-9a-f-]{36}")]
    private static partial Regex Uuid();

    [GeneratedRegex("(?<=<)0{32}(?=>)")]
    private static partial Regex ZeroId();

    [GeneratedRegex("uuid:0{36}")]
    private static partial Regex ZeroUuid();
}

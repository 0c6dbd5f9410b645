using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using MimeKit;
using MimeKit.Text;

namespace Kommune.Workflow.Plugins.Mail;

/// <summary>What a case gets of a mail. Nothing in it is trusted: texts are cut and cleaned, markup becomes text.</summary>
/// <param name="Key">The same for the same mail, also when it was delivered twice.</param>
/// <param name="Variables">What the case starts with.</param>
/// <param name="Files">Attachments that are not too large.</param>
internal sealed record MailContent(string Key, JsonObject Variables, IReadOnlyList<CaseFile> Files)
{
    /// <summary>The longest text handed to a case, in characters; the rest is cut off.</summary>
    public const int TextLengthMax = 50_000;

    /// <summary>The longest subject, name or address, in characters.</summary>
    public const int LineLengthMax = 500;

    /// <summary>The largest attachment taken over, in bytes; larger ones are named in the case only.</summary>
    public const int AttachmentBytesMax = 20 * 1024 * 1024;

    /// <summary>Attachments taken over; further ones are named in the case only.</summary>
    public const int AttachmentsMax = 50;

    /// <param name="mail">The mail.</param>
    /// <param name="place">Where it lies, for a mail that has no id of its own.</param>
    public static MailContent Of(MimeMessage mail, string place)
    {
        var files = mail.Attachments.Select(Read).ToList();
        var from = mail.From.Mailboxes.FirstOrDefault();
        var text = mail.TextBody ?? (mail.HtmlBody is { } html ? TextOf(html) : "");
        var variables = new JsonObject
        {
            ["von"] = Line(from?.Address),
            ["vonName"] = Line(from?.Name),
            ["betreff"] = Line(mail.Subject),
            ["text"] = Cut(Clean(text, keepsLines: true), TextLengthMax),
            ["eingangAm"] = mail.Date == default
                ? null
                : mail.Date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["automatisch"] = IsAutomatic(mail),
            ["anhaenge"] = new JsonArray([.. files.Select(file => JsonValue.Create(file.Name))]),
        };
        var taken = files.Where(file => file.Content.Length <= AttachmentBytesMax).Take(AttachmentsMax);
        return new MailContent(KeyOf(mail, text, place), variables, [.. taken]);
    }

    /// <remarks>The id alone would not do: whoever knows it could send another mail under it first.</remarks>
    private static string KeyOf(MimeMessage mail, string text, string place)
    {
        if (string.IsNullOrEmpty(mail.MessageId))
        {
            return place;
        }

        var date = mail.Date.ToString("O", CultureInfo.InvariantCulture);
        string[] parts = [mail.MessageId, mail.From.ToString(), mail.Subject ?? "", date, text];
        return "mail/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
    }

    /// <summary>Whether a program wrote it (RFC 3834).</summary>
    /// <remarks>Who answers such mails by program lets two programs write to each other for ever.</remarks>
    private static bool IsAutomatic(MimeMessage mail) =>
        (mail.Headers["Auto-Submitted"] is { } submitted && !submitted.Trim().StartsWith("no", StringComparison.OrdinalIgnoreCase))
        || mail.Headers["Precedence"]?.Trim().ToLowerInvariant() is "bulk" or "junk" or "list"
        || mail.Headers.Contains("X-Auto-Response-Suppress");

    private static CaseFile Read(MimeEntity entity)
    {
        using var content = new MemoryStream();
        if (entity is MessagePart { Message: { } message })
        {
            message.WriteTo(content);
            return new CaseFile(FileName(message.Subject ?? "nachricht") + ".eml", "message/rfc822", content.ToArray());
        }

        var part = (MimePart)entity;
        part.Content?.DecodeTo(content);
        return new CaseFile(FileName(part.FileName), part.ContentType.MimeType, content.ToArray());
    }

    private static string FileName(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = string.Concat(Line(last)!.Split([.. Path.GetInvalidFileNameChars(), .. "<>:\"|?*"])).Trim(' ', '.');
        return clean.Length == 0 ? "anhang" : Cut(clean, 150);
    }

    private static string TextOf(string html)
    {
        var text = new StringBuilder();
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        var hidden = 0;
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { Id: HtmlTagId.Script or HtmlTagId.Style or HtmlTagId.Title } tag when !tag.IsEmptyElement:
                    hidden = tag.IsEndTag ? Math.Max(0, hidden - 1) : hidden + 1;
                    break;
                case HtmlTagToken { Id: HtmlTagId.Br or HtmlTagId.P or HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI }:
                    text.Append('\n');
                    break;
                case HtmlDataToken data when hidden == 0 && data.Kind != HtmlTokenKind.ScriptData:
                    text.Append(data.Data);
                    break;
            }
        }

        const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return string.Join('\n', text.ToString().ReplaceLineEndings("\n").Split('\n', Tidy));
    }

    private static string? Line(string? text) => text is null ? null : Cut(Clean(text, keepsLines: false), LineLengthMax);

    /// <summary>Without control characters, and without signs that turn the direction of reading.</summary>
    private static string Clean(string text, bool keepsLines) => string.Concat(text.Where(c =>
        (keepsLines && c is '\n' or '\t')
        || (!char.IsControl(c) && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))));

    private static string Cut(string text, int lengthMax) => text.Length <= lengthMax
        ? text
        : text[..(char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)];
}

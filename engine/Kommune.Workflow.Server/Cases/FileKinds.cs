namespace Kommune.Workflow.Server.Cases;

/// <summary>Files that may be attached: known kinds whose first bytes are what the name says.</summary>
internal static class FileKinds
{
    private static readonly byte[] Zip = "PK\u0003\u0004"u8.ToArray();
    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static readonly Dictionary<string, (string ContentType, byte[][] Starts)> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = ("application/pdf", ["%PDF-"u8.ToArray()]),
        [".png"] = ("image/png", [[0x89, (byte)'P', (byte)'N', (byte)'G']]),
        [".jpg"] = ("image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        [".jpeg"] = ("image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        [".gif"] = ("image/gif", ["GIF8"u8.ToArray()]),
        [".webp"] = ("image/webp", ["RIFF"u8.ToArray()]),
        [".tif"] = ("image/tiff", ["II*\0"u8.ToArray(), "MM\0*"u8.ToArray()]),
        [".tiff"] = ("image/tiff", ["II*\0"u8.ToArray(), "MM\0*"u8.ToArray()]),
        [".docx"] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", [Zip]),
        [".xlsx"] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [Zip]),
        [".pptx"] = ("application/vnd.openxmlformats-officedocument.presentationml.presentation", [Zip]),
        [".odt"] = ("application/vnd.oasis.opendocument.text", [Zip]),
        [".ods"] = ("application/vnd.oasis.opendocument.spreadsheet", [Zip]),
        [".odp"] = ("application/vnd.oasis.opendocument.presentation", [Zip]),
        [".zip"] = ("application/zip", [Zip]),
        [".doc"] = ("application/msword", [CompoundFile]),
        [".xls"] = ("application/vnd.ms-excel", [CompoundFile]),
        [".msg"] = ("application/vnd.ms-outlook", [CompoundFile]),
        [".xml"] = ("application/xml", []),
        [".csv"] = ("text/csv", []),
        [".txt"] = ("text/plain", []),
        [".eml"] = ("message/rfc822", []),
        [".json"] = ("application/json", []),
    };

    /// <summary>Endings that are allowed, for messages.</summary>
    public static string Allowed => string.Join(", ", ByExtension.Keys);

    /// <summary>The content type of the file; null when its ending is not allowed or its content is another kind.</summary>
    public static string? ContentTypeOf(string fileName, ReadOnlySpan<byte> content)
    {
        if (!ByExtension.TryGetValue(Path.GetExtension(fileName), out var kind))
        {
            return null;
        }

        if (kind.Starts.Length == 0)
        {
            return content.Contains((byte)0) ? null : kind.ContentType; // A text has no zero bytes.
        }

        foreach (var start in kind.Starts)
        {
            if (content.StartsWith(start))
            {
                return kind.ContentType;
            }
        }

        return null;
    }
}

using PdfSharp.Fonts;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>The fonts that documents carry; none of the machine's are used.</summary>
internal sealed class EmbeddedFonts : IFontResolver
{
    public const string Family = "DejaVu Sans";

    private const string Regular = "DejaVuSans";
    private const string Bold = "DejaVuSans-Bold";

    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Bold : Regular);

    public byte[]? GetFont(string faceName)
    {
        using var stream = typeof(EmbeddedFonts).Assembly.GetManifestResourceStream(faceName)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}

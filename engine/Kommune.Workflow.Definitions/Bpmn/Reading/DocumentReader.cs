using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Reads hostile XML safely: no DTD, no entities of its own, no resolver, limits on size, depth and elements.</summary>
internal static class DocumentReader
{
    public const string MalformedRule = "kommune.xml-malformed";
    public const string LimitRule = "kommune.xml-limit";

    // Editors on Windows still write windows-1252.
    static DocumentReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The document, or null with a finding that tells line and reason.</summary>
    public static XDocument? Read(ReadOnlyMemory<byte> bytes, BpmnOptions options, FindingList findings)
    {
        if (bytes.Length > options.DocumentBytesMax)
        {
            findings.Error(LimitRule, 0,
                $"Das Dokument ist {bytes.Length:N0} Bytes groß; erlaubt sind {options.DocumentBytesMax:N0}. "
                + "Bitte teilen Sie es auf.");
            return null;
        }

        try
        {
            // Measured first, because XDocument would already hold what a limit is meant to keep out.
            return IsWithinLimits(bytes, options, findings) ? Load(bytes, options) : null;
        }
        catch (XmlException error)
        {
            findings.Error(MalformedRule, error.LineNumber,
                $"Das Dokument ist kein lesbares XML (Zeile {error.LineNumber}, Spalte {error.LinePosition}): "
                + $"{Reason(error)}");
            return null;
        }
    }

    private static string Reason(XmlException error) =>
        error.Message.Contains("DTD", StringComparison.Ordinal)
            ? "Dokumenttyp-Deklarationen (DTD) und eigene Entitäten sind aus Sicherheitsgründen nicht erlaubt."
            : error.Message;

    private static bool IsWithinLimits(ReadOnlyMemory<byte> bytes, BpmnOptions options, FindingList findings)
    {
        using var reader = Open(bytes, options);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            var line = ((IXmlLineInfo)reader).LineNumber;
            if (reader.Depth >= options.DepthMax)
            {
                findings.Error(LimitRule, line,
                    $"Die Elemente sind tiefer als {options.DepthMax} Ebenen verschachtelt.");
                return false;
            }

            if (++elements > options.ElementsMax)
            {
                findings.Error(LimitRule, line,
                    $"Das Dokument hat mehr als {options.ElementsMax:N0} Elemente. Bitte teilen Sie es auf.");
                return false;
            }
        }

        return true;
    }

    private static XDocument Load(ReadOnlyMemory<byte> bytes, BpmnOptions options)
    {
        using var reader = Open(bytes, options);
        return XDocument.Load(reader, LoadOptions.SetLineInfo);
    }

    private static XmlReader Open(ReadOnlyMemory<byte> bytes, BpmnOptions options) =>
        XmlReader.Create(
            new MemoryStream(bytes.ToArray(), writable: false),
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersFromEntities = 0,
                MaxCharactersInDocument = options.DocumentBytesMax,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                CloseInput = true,
            });
}

using System.Xml;
using System.Xml.Linq;

namespace Kommune.Workflow.Expressions;

/// <summary>Reads DMN files from people nobody knows: no document types, no outside references, limited size and depth.</summary>
public static class DmnXml
{
    public const int CharactersMax = 10_000_000;

    /// <summary>How deep elements may nest.</summary>
    public const int DepthMax = 200;

    internal static XElement Read(Stream stream)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = CharactersMax,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
            if (root.Name.LocalName != "definitions" || !root.Name.NamespaceName.Contains("/spec/DMN/", StringComparison.Ordinal))
            {
                throw new DmnFormatException($"Expected DMN's definitions, but found '{root.Name}'.");
            }

            RequireDepth(root);
            return root;
        }
        catch (XmlException exception)
        {
            throw new DmnFormatException($"Expected a DMN file, but it is not well-formed: {exception.Message}", exception);
        }
    }

    /// <summary>The children with a name, in whatever version of DMN's namespace.</summary>
    internal static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    internal static XElement? Child(this XElement element, string name) => element.Children(name).FirstOrDefault();

    internal static string? AttributeText(this XElement element, string name) => element.Attribute(name)?.Value;

    /// <summary>The text of the <c>text</c> child, trimmed; null when there is none.</summary>
    internal static string? Text(this XElement element) =>
        element.Child("text")?.Value.Trim() is { Length: > 0 } text ? text : null;

    internal static int Line(this XElement element) => ((IXmlLineInfo)element).LineNumber;

    private static void RequireDepth(XElement root)
    {
        var depth = 0;
        for (XElement? element = root; element is not null;)
        {
            if (element.Elements().FirstOrDefault() is { } child)
            {
                element = child;
                depth++;
            }
            else
            {
                while (element is not null && element.ElementsAfterSelf().FirstOrDefault() is null)
                {
                    element = element.Parent;
                    depth--;
                }

                element = element?.ElementsAfterSelf().First();
            }

            if (depth > DepthMax)
            {
                throw new DmnFormatException($"Expected elements nested at most {DepthMax} deep, but found more.");
            }
        }
    }
}

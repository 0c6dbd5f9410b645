using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>The namespaces of the documents we read.</summary>
internal static class BpmnNames
{
    public static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The element name of an XML element of the BPMN namespace, or the empty text.</summary>
    public static string Kind(this XElement element) =>
        element.Name.Namespace == Bpmn ? element.Name.LocalName : string.Empty;

    public static bool Is(this XElement element, string kind) =>
        element.Name.LocalName == kind && element.Name.Namespace == Bpmn;

    public static XElement? Child(this XElement element, string kind) => element.Element(Bpmn + kind);

    public static IEnumerable<XElement> Children(this XElement element, string kind) => element.Elements(Bpmn + kind);

    public static string? Attr(this XElement element, string name) => (string?)element.Attribute(name);

    public static string? Id(this XElement element) => (string?)element.Attribute("id");

    /// <summary>A boolean attribute; <paramref name="absent"/> when missing or no boolean (the structure check tells).</summary>
    public static bool Flag(this XElement element, string name, bool absent = false) =>
        element.Attr(name)?.Trim() switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => absent,
        };

    /// <summary>The local part of a reference such as <c>tns:Message_1</c>.</summary>
    public static string LocalPart(string qualifiedName)
    {
        var trimmed = qualifiedName.Trim();
        return trimmed[(trimmed.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}

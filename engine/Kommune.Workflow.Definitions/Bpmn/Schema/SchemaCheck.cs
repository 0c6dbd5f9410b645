using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Checks the structure of a document: unknown elements, required attributes, values, multiplicity, order.</summary>
internal static class SchemaCheck
{
    public static void Run(BpmnDocument document, FindingList findings)
    {
        foreach (var element in document.Definitions.DescendantsAndSelf())
        {
            if (SchemaTable.Types.TryGetValue(element.Kind(), out var type))
            {
                CheckAttributes(element, type, findings);
                CheckChildren(element, type, findings);
            }
        }
    }

    private static void CheckAttributes(XElement element, SchemaType type, FindingList findings)
    {
        foreach (var attribute in element.Attributes().Where(a => a.Name.Namespace == XNamespace.None && !a.IsNamespaceDeclaration))
        {
            var name = attribute.Name.LocalName;
            if (!type.Attributes.TryGetValue(name, out var known))
            {
                if (name != "id")
                {
                    findings.Warning("XSD.attribute", element, $"Das Attribut {name} gibt es an {type.Name} nicht; es hat keine Wirkung.");
                }
            }
            else if (!known.Allows(attribute.Value.Trim()))
            {
                findings.Error("XSD.value", element, $"„{attribute.Value}“ ist kein erlaubter Wert des Attributs {name}.");
            }
        }

        foreach (var required in type.Attributes.Values.Where(a => a.IsRequired && string.IsNullOrWhiteSpace(element.Attr(a.Name))))
        {
            findings.Error("XSD.attribute-missing", element, $"Dem Element {type.Name} fehlt das Attribut {required.Name}.");
        }
    }

    private static void CheckChildren(XElement element, SchemaType type, FindingList findings)
    {
        var place = 0;
        var counts = new int[type.Children.Length];
        foreach (var child in element.Elements().Where(e => e.Name.Namespace == BpmnNames.Bpmn))
        {
            var found = Find(type, child.Kind());
            if (found < 0)
            {
                findings.Error("XSD.element", child, $"{child.Kind()} ist in {type.Name} nicht erlaubt.");
                continue;
            }

            if (++counts[found] == 2 && type.Children[found].IsSingle)
            {
                findings.Error("XSD.multiplicity", child, $"{type.Children[found].Name} darf in {type.Name} nur einmal vorkommen.");
            }

            if (found < place && counts[found] == 1)
            {
                findings.Hint("XSD.order", child,
                    $"{child.Kind()} steht in {type.Name} an einer anderen Stelle als im Schema; das schadet nicht.");
            }

            place = Math.Max(place, found);
        }
    }

    private static int Find(SchemaType type, string kind)
    {
        for (var i = 0; i < type.Children.Length; i++)
        {
            if (type.Children[i].Kinds.Contains(kind))
            {
                return i;
            }
        }

        return -1;
    }
}

using System.Collections.Frozen;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>No extension is silently ignored: what would be executed elsewhere and is not here is refused, the rest is told.</summary>
internal static class ExtensionCheck
{
    /// <summary>Dialects of other engines. What they add to a model is meant to be executed.</summary>
    private static readonly FrozenDictionary<string, string> OtherEngines = new Dictionary<string, string>
    {
        ["http://camunda.org/schema/1.0/bpmn"] = "Camunda 7",
        ["http://activiti.org/bpmn"] = "Activiti",
        ["http://flowable.org/bpmn"] = "Flowable",
        ["http://www.jboss.org/drools"] = "jBPM",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What other engines' dialects say without changing what a case does.</summary>
    private static readonly FrozenSet<string> Harmless = new[]
    {
        "historyTimeToLive", "isStartableInTasklist", "versionTag", "modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon",
        "properties", "property", "diagramRelationId", "packageName", "category",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> TemplateAttributes = new[]
    {
        "modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The modeler's notes about itself; they are read, see <see cref="CheckAttribute"/>.</summary>
    private const string ModelerNamespace = "http://camunda.org/schema/modeler/1.0";

    public static void Run(BpmnDocument document, FindingList findings)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in document.Definitions.DescendantsAndSelf().Where(e => e.Name.Namespace == BpmnNames.Bpmn))
        {
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            {
                CheckAttribute(element, attribute, findings, told);
            }

            foreach (var extension in element.Child("extensionElements")?.Elements() ?? [])
            {
                CheckElement(element, extension, findings, told);
            }
        }
    }

    private static void CheckAttribute(XElement element, XAttribute attribute, FindingList findings, HashSet<string> told)
    {
        var (name, other) = (attribute.Name.LocalName, attribute.Name.NamespaceName);
        if (other == BpmnNames.Zeebe.NamespaceName)
        {
            if (!TemplateAttributes.Contains(name))
            {
                findings.Warning("kommune.zeebe-unknown", element, $"Das Attribut zeebe:{name} wird nicht ausgewertet.");
            }
        }
        else if (other == ModelerNamespace)
        {
            if (name == "executionPlatform" && attribute.Value != "Camunda Cloud")
            {
                findings.Warning("kommune.other-engine", element,
                    $"Das Modell wurde für „{attribute.Value}“ gezeichnet; ausgeführt wird der Dialekt von Camunda 8.");
            }
        }
        else if (OtherEngines.TryGetValue(other, out var engine))
        {
            TellOtherEngine(element, name, engine, findings);
        }
        else if (other.Length > 0 && other != BpmnNames.Xsi.NamespaceName && told.Add(other))
        {
            TellForeign(element, other, findings);
        }
    }

    private static void CheckElement(XElement owner, XElement extension, FindingList findings, HashSet<string> told)
    {
        var other = extension.Name.NamespaceName;
        if (other == BpmnNames.Zeebe.NamespaceName)
        {
            CheckZeebe(owner, extension, findings);
        }
        else if (OtherEngines.TryGetValue(other, out var engine))
        {
            TellOtherEngine(extension, extension.Name.LocalName, engine, findings);
        }
        else if (told.Add(other))
        {
            TellForeign(extension, other, findings);
        }
    }

    private static void CheckZeebe(XElement owner, XElement extension, FindingList findings)
    {
        var name = extension.Name.LocalName;
        if (name == "userTaskForm")
        {
            findings.Warning("kommune.form-embedded", extension,
                "Das eingebettete Formular wird nicht verwendet. Legen Sie es als eigene Datei an.");
        }
        else if (!ZeebeElement.All.TryGetValue(name, out var known))
        {
            findings.Error("kommune.zeebe-unsupported", extension,
                $"zeebe:{name} wird nicht unterstützt. Entfernen Sie es oder bilden Sie die Wirkung durch Aufgaben und Ereignisse ab.");
        }
        else if (known.Hosts.Count > 0 && !known.Hosts.Contains(owner.Kind()))
        {
            findings.Error("kommune.zeebe-misplaced", extension, $"zeebe:{name} hat an {owner.Kind()} keine Wirkung.");
        }
        else
        {
            CheckContent(extension, known, findings);
        }
    }

    private static void CheckContent(XElement extension, ZeebeElement known, FindingList findings)
    {
        foreach (var attribute in extension.Attributes()
            .Where(a => !a.IsNamespaceDeclaration && !known.Attributes.Contains(a.Name.LocalName)))
        {
            findings.Warning("kommune.zeebe-unknown", extension,
                $"Das Attribut {attribute.Name.LocalName} von zeebe:{known.Name} wird nicht ausgewertet.");
        }

        foreach (var item in extension.Elements())
        {
            if (item.Name.Namespace == BpmnNames.Zeebe
                && ZeebeElement.Items.TryGetValue(item.Name.LocalName, out var knownItem) && knownItem.Hosts.Contains(known.Name))
            {
                CheckContent(item, knownItem, findings);
            }
            else
            {
                findings.Error("kommune.zeebe-unsupported", item,
                    $"{item.Name.LocalName} wird in zeebe:{known.Name} nicht unterstützt.");
            }
        }
    }

    private static void TellOtherEngine(XElement element, string name, string engine, FindingList findings)
    {
        if (Harmless.Contains(name))
        {
            findings.Warning("kommune.other-engine", element, $"Die Angabe „{name}“ für {engine} wird nicht ausgewertet.");
        }
        else
        {
            findings.Error("kommune.other-engine", element,
                $"„{name}“ ist eine Anweisung für {engine}, die hier nicht ausgeführt wird. "
                + "Ersetzen Sie sie im Dialekt von Camunda 8.");
        }
    }

    private static void TellForeign(XElement element, string other, FindingList findings) =>
        findings.Hint("kommune.foreign-extension", element,
            $"Erweiterungen aus „{other}“ bleiben im Dokument erhalten, haben aber keine Wirkung auf den Ablauf.");
}

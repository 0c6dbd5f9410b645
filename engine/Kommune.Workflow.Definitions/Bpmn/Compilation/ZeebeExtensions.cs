using System.Collections.Immutable;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Reads the <c>zeebe:</c> extension elements of one BPMN element.</summary>
internal static class ZeebeExtensions
{
    public static XElement? Zeebe(this XElement element, string name) =>
        element.Child("extensionElements")?.Element(BpmnNames.Zeebe + name);

    /// <summary>The non-empty value of an attribute of a <c>zeebe:</c> extension element, or null.</summary>
    public static string? Zeebe(this XElement element, string name, string attribute) =>
        element.Zeebe(name)?.Attr(attribute) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>The free properties; of a name given twice the last counts.</summary>
    public static ImmutableDictionary<string, string> Properties(this XElement element)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var property in element.Zeebe("properties")?.Elements(BpmnNames.Zeebe + "property") ?? [])
        {
            properties[property.Attr("name") ?? string.Empty] = property.Attr("value") ?? string.Empty;
        }

        return properties.ToImmutable();
    }

    public static ImmutableDictionary<string, string> Headers(this XElement element)
    {
        var headers = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var header in element.Zeebe("taskHeaders")?.Elements(BpmnNames.Zeebe + "header") ?? [])
        {
            headers[header.Attr("key") ?? string.Empty] = header.Attr("value") ?? string.Empty;
        }

        return headers.ToImmutable();
    }

    /// <summary>A list of names separated by commas, semicolons or blanks.</summary>
    public static ImmutableArray<string> Names(string? text) =>
        text is null ? [] : [.. text.Split([',', ';', ' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>The version binding of a called process, decision or form.</summary>
    public static Binding Binding(CompileContext context, XElement owner, string extension)
    {
        var text = owner.Zeebe(extension, "bindingType");
        var binding = text switch
        {
            null or "latest" => Definitions.Binding.Latest,
            "deployment" => Definitions.Binding.Deployment,
            "versionTag" => Definitions.Binding.VersionTag,
            _ => (Binding?)null,
        };
        if (binding is null)
        {
            context.Findings.Error("kommune.binding-unknown", owner,
                $"Die Bindung „{text}“ gibt es nicht. Erlaubt sind latest, deployment und versionTag.");
        }
        else if (binding == Definitions.Binding.VersionTag && owner.Zeebe(extension, "versionTag") is null)
        {
            context.Findings.Error("kommune.version-tag-missing", owner,
                "Die Bindung an eine Versionskennung braucht das Attribut versionTag.");
        }

        return binding ?? Definitions.Binding.Latest;
    }
}

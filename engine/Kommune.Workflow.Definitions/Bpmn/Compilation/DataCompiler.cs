using System.Collections.Immutable;
using System.Xml.Linq;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles data: what a scope declares, and the assignments before and after an element.</summary>
internal sealed class DataCompiler(CompileContext context)
{
    /// <summary>The variable that an item-aware element stands for; null for a data store, which is no variable of the case.</summary>
    public static string? VariableOf(CompileContext context, XElement? data) => data?.Kind() switch
    {
        "dataObjectReference" => VariableOf(context, context.Document.Target(data, "dataObjectRef")),
        "dataObject" or "property" or "dataInput" or "dataOutput" or "inputDataItem" or "outputDataItem" =>
            ExpressionReader.VariableName(data),
        _ => null,
    };

    /// <summary>Names of the data objects and properties that a container declares.</summary>
    public static ImmutableArray<string> Declared(XElement container) =>
        [.. container.Elements().Where(e => BpmnKinds.Variables.Contains(e.Kind()))
            .Select(ExpressionReader.VariableName).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];

    public ImmutableArray<VariableMapping> Inputs(XElement node)
    {
        var mappings = new List<VariableMapping?>();
        if (!BpmnKinds.SubProcesses.Contains(node.Kind()))
        {
            // A property of a task or event is a variable of its own scope, empty at first.
            mappings.AddRange(Declared(node).Select(name => Mapping(context.Expressions.Feel(node, "null"), name)));
        }

        mappings.AddRange(node.Children("dataInputAssociation").SelectMany(Association));
        mappings.AddRange(ZeebeMappings(node, "input"));
        return [.. mappings.OfType<VariableMapping>()];
    }

    public ImmutableArray<VariableMapping> Outputs(XElement node) =>
        [.. node.Children("dataOutputAssociation").SelectMany(Association).Concat(ZeebeMappings(node, "output"))
            .OfType<VariableMapping>()];

    private static VariableMapping? Mapping(FeelExpression? source, string? target) =>
        source is null || string.IsNullOrEmpty(target) ? null : new VariableMapping(source, target);

    private IEnumerable<VariableMapping?> ZeebeMappings(XElement node, string direction)
    {
        foreach (var mapping in node.Zeebe("ioMapping")?.Elements(BpmnNames.Zeebe + direction) ?? [])
        {
            var (source, target) = (mapping.Attr("source"), mapping.Attr("target")?.Trim());
            if (source is null || string.IsNullOrEmpty(target) || target.Split('.').Any(string.IsNullOrWhiteSpace))
            {
                context.Findings.Error("kommune.mapping-incomplete", mapping,
                    "Die Zuordnung braucht eine Quelle (source) und eine Zielvariable (target), zum Beispiel "
                    + "„antrag.betrag“.");
                continue;
            }

            yield return Mapping(context.Expressions.ValueOf(mapping, source), target);
        }
    }

    private IEnumerable<VariableMapping?> Association(XElement association)
    {
        var target = context.Document.Find(association.Child("targetRef")?.Value);
        var assignments = association.Children("assignment").ToList();
        if (assignments.Count > 0)
        {
            foreach (var assignment in assignments)
            {
                yield return Assignment(assignment);
            }

            yield break;
        }

        var sources = association.Children("sourceRef").Select(s => context.Document.Find(s.Value)).ToList();
        if (sources.Append(target).Any(d => d?.Kind() is "dataStore" or "dataStoreReference"))
        {
            context.Findings.Error("kommune.data-store", association,
                "Datenspeicher werden nicht ausgeführt. Lesen und schreiben Sie sie durch eine Aufgabe mit "
                + "Auftragstyp.");
            yield break;
        }

        var expression = association.Child("transformation") is { } transformation
            ? context.Expressions.Formal(transformation)
            : sources.Count == 1 && VariableOf(context, sources[0]) is { } source
                ? context.Expressions.Variable(association, source) : null;
        yield return Mapping(expression, VariableOf(context, target));
    }

    private VariableMapping? Assignment(XElement assignment)
    {
        if (assignment.Child("from") is not { } from || assignment.Child("to") is not { } to)
        {
            return null;
        }

        // "to" names a variable: by the id of a data element of the document, or by a path.
        var path = to.Value.Trim().TrimStart('=').Trim();
        return Mapping(context.Expressions.Formal(from), VariableOf(context, context.Document.Find(path)) ?? path);
    }
}

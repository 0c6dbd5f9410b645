using System.Collections.Immutable;
using System.Xml.Linq;

namespace Kommune.Workflow.Expressions;

/// <summary>The types of a DMN file (clause 7.3.2).</summary>
internal sealed class ItemDefinitions
{
    private readonly Dictionary<string, XElement> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeelType> _types = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, DmnModel> _imports;
    private readonly Action<XElement, string> _report;

    /// <param name="root">The definitions.</param>
    /// <param name="imports">Imported models by the name the import gives them.</param>
    /// <param name="report">Takes faults.</param>
    public ItemDefinitions(XElement root, IReadOnlyDictionary<string, DmnModel> imports, Action<XElement, string> report)
    {
        _imports = imports;
        _report = report;
        foreach (var definition in root.Children("itemDefinition"))
        {
            var name = NameText.Normalize(definition.AttributeText("name") ?? "");
            _definitions[name] = definition;

            // References are followed only when a value is looked at, so definitions may stand in any order.
            _types[name] = new NamedType(name, () => FromDefinition(definition));
        }

        RefuseCycles();
        EntryNames = [.. root.Descendants().Where(e => e.Name.LocalName == "itemComponent")
            .Select(component => NameText.Normalize(component.AttributeText("name") ?? ""))];
        foreach (var import in imports.Values)
        {
            EntryNames.UnionWith(import.Scope.EntryNames);
        }

        KnownTypeNames = new KnownNames(
            [.. _types.Keys, .. imports.SelectMany(import => import.Value.Scope.Types.Keys.Select(type => $"{import.Key}.{type}"))],
            ParseContext.BuiltInTypeNames);

        // Looks at every definition now, so that its faults are known.
        foreach (var type in _types.Values)
        {
            _ = type.Resolved;
        }
    }

    public IReadOnlyDictionary<string, FeelType> Types => _types;

    public HashSet<string> EntryNames { get; }

    public KnownNames KnownTypeNames { get; }

    /// <summary>The type of a name in FEEL text or of a reference, or null when there is none.</summary>
    public FeelType? Find(string name)
    {
        if (_types.TryGetValue(NameText.Normalize(name), out var type))
        {
            return type;
        }

        foreach (var (import, model) in _imports)
        {
            if (name.StartsWith(import + ".", StringComparison.Ordinal)
                && model.Scope.Types.TryGetValue(name[(import.Length + 1)..], out var imported))
            {
                return imported;
            }
        }

        return null;
    }

    /// <summary>The type an element refers to; any when it does not.</summary>
    public FeelType TypeOf(XElement? element, string attribute = "typeRef")
    {
        if (element?.AttributeText(attribute) is not { } reference)
        {
            return FeelType.Any;
        }

        return Resolve(reference) ?? Unknown(element, reference);
    }

    /// <summary>The allowed values of a type in their order, for the priorities of a table's outputs.</summary>
    public string? AllowedValues(string? reference) =>
        reference is not null && _definitions.TryGetValue(NameText.Normalize(reference), out var definition)
            ? definition.Child("allowedValues")?.Text()
            : null;

    private FeelType? Resolve(string reference)
    {
        var name = NameText.Normalize(reference);
        if ((Find(name) ?? BuiltInTypes.Find(name)) is { } type)
        {
            return type;
        }

        // What editors of Camunda 7 offer beside FEEL's own names.
        if (name is "integer" or "long" or "double")
        {
            return BuiltInTypes.Number;
        }

        // DMN 1.1 and 1.2 write "feel:string".
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 ? Resolve(name[(colon + 1)..]) : name is "undefined" or "" ? FeelType.Any : null;
    }

    private FeelType Unknown(XElement element, string reference)
    {
        _report(element, $"Expected a known type, but found '{reference}'.");
        return FeelType.Any;
    }

    private FeelType FromDefinition(XElement definition)
    {
        var type = Inner(definition);
        if (Constraint(definition.Child("allowedValues")) is { } allowed)
        {
            type = new ConstrainedType(type, allowed);
        }

        if (definition.AttributeText("isCollection") == "true")
        {
            type = new ListType(type);
        }

        return Constraint(definition.Child("typeConstraint")) is { } whole ? new ConstrainedType(type, whole) : type;
    }

    private FeelType Inner(XElement definition)
    {
        if (definition.Children("itemComponent").Any())
        {
            return new ContextType([.. definition.Children("itemComponent").Select(component =>
                (NameText.Normalize(component.AttributeText("name") ?? ""), FromDefinition(component)))]);
        }

        if (definition.Child("functionItem") is { } function)
        {
            return new FunctionType(
                [.. function.Children("parameters").Select(parameter => TypeOf(parameter))],
                TypeOf(function, "outputTypeRef"));
        }

        return definition.Child("typeRef") is { } reference
            ? Resolve(reference.Value) ?? Unknown(reference, reference.Value)
            : FeelType.Any;
    }

    private FeelUnaryTests? Constraint(XElement? element)
    {
        if (element?.Text() is not { } text)
        {
            return null;
        }

        try
        {
            return FeelUnaryTests.Compile(text);
        }
        catch (FeelSyntaxException exception)
        {
            _report(element, exception.Message);
            return null;
        }
    }

    /// <summary>A definition that is an alias of itself would never end in a type.</summary>
    private void RefuseCycles()
    {
        foreach (var (name, definition) in _definitions)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var next = name;
            while (next is not null && _definitions.TryGetValue(next, out var current) && seen.Add(next))
            {
                next = current.Child("typeRef")?.Value is { } reference ? NameText.Normalize(reference) : null;
            }

            if (next is not null && seen.Contains(next))
            {
                _report(definition, $"Expected a type that ends in one of FEEL's, but '{name}' refers to itself.");
                _types[name] = FeelType.Any;
            }
        }
    }
}

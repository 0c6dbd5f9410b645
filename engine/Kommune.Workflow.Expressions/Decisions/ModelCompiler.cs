using System.Collections.Immutable;
using System.Xml.Linq;

namespace Kommune.Workflow.Expressions;

/// <summary>Makes a model of a DMN file: types, then the requirements graph, then the logic of its elements.</summary>
internal sealed class ModelCompiler
{
    private readonly XElement _root;
    private readonly string _namespace;
    private readonly List<DmnFinding> _findings = [];
    private readonly Dictionary<string, DmnModel> _importsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, DmnModel Model)> _importsByNamespace = new(StringComparer.Ordinal);
    private readonly List<(XElement Xml, DrgElement Element)> _elements = [];
    private readonly DrgScope _scope = new();

    public ModelCompiler(XElement root, IEnumerable<DmnModel> imports)
    {
        _root = root;
        _namespace = root.AttributeText("namespace") ?? "";
        FindImports(imports.ToList());
    }

    public DmnModel Compile()
    {
        if (_root.AttributeText("expressionLanguage") is { } language && !BoxedExpressions.IsFeel(language))
        {
            Report(_root, $"Expected the expression language FEEL, but found '{language}'.");
        }

        var types = new ItemDefinitions(_root, _importsByName, Report);
        ReadElements(types);
        var imported = _importsByName.Values.SelectMany(model => model.Scope.ById.Values).Select(element => element.Name);
        var names = new KnownNames([.. types.EntryNames, .. imported], ParseContext.BuiltInNames);
        foreach (var (xml, element) in _elements)
        {
            element.Requirements = Requirements(xml, element);
            var context = new ParseContext(element.Requirements.Names, names, types.KnownTypeNames, types.Find);
            CompileLogic(xml, element, new BoxedExpressions(types, context, Report), types);
        }

        foreach (var (name, type) in types.Types)
        {
            _scope.Types[name] = type;
        }

        _scope.EntryNames.UnionWith(types.EntryNames);
        return new DmnModel(
            _root.AttributeText("id") ?? "",
            _root.AttributeText("name") ?? "",
            _namespace,
            [.. _elements.Select(e => e.Element).OfType<Decision>().Select(decision => new DmnDecision(decision))],
            [.. _elements.Select(e => e.Element).OfType<DecisionService>().Select(service => new DmnDecision(service))],
            [.. _findings])
        {
            Scope = _scope,
        };
    }

    private void FindImports(List<DmnModel> models)
    {
        foreach (var import in _root.Children("import"))
        {
            var ns = import.AttributeText("namespace");
            var isDecisionModel = import.AttributeText("importType")?.Contains("/spec/DMN/", StringComparison.Ordinal) == true;
            if (isDecisionModel && models.Find(model => model.Namespace == ns) is { } found)
            {
                var name = NameText.Normalize(import.AttributeText("name") ?? "");
                _importsByName[name] = found;
                _importsByNamespace[found.Namespace] = (name, found);
            }
            else
            {
                Report(import, $"Expected a known decision model, but found no model of the namespace '{ns}'.");
            }
        }
    }

    private void ReadElements(ItemDefinitions types)
    {
        foreach (var xml in _root.Elements())
        {
            var id = xml.AttributeText("id") ?? "";

            // Logic names the variable; files of DMN 1.1 may leave it to the element.
            var variable = xml.Child("variable");
            var name = NameText.Normalize(variable?.AttributeText("name") ?? xml.AttributeText("name") ?? "");
            DrgElement? element = xml.Name.LocalName switch
            {
                "inputData" => new InputData(id, name, types.TypeOf(variable)),
                "decision" => new Decision(id, name, types.TypeOf(variable)),
                "businessKnowledgeModel" => new KnowledgeModel(id, name, FeelType.Any),
                "decisionService" => new DecisionService(id, name, ServiceResult(types.TypeOf(variable))),
                _ => null,
            };
            if (element is null)
            {
                continue;
            }

            _elements.Add((xml, element));
            if (!_scope.ById.TryAdd(id, element))
            {
                Report(xml, $"Expected each id once, but found '{id}' again.");
            }
        }
    }

    // The variable of a service may be typed as the function it is, or as what it gives.
    private static FeelType ServiceResult(FeelType type) =>
        type.Resolved is FunctionType function ? function.Result : type == FeelType.Any ? FeelType.Unknown : type;

    private DrgScope Requirements(XElement xml, DrgElement element)
    {
        var scope = new DrgScope();
        if (element is KnowledgeModel)
        {
            scope.Elements[element.Name] = element;
        }

        foreach (var reference in References(xml, "requiredInput", "requiredDecision", "requiredKnowledge"))
        {
            if (Find(reference, out var import) is not { } required)
            {
                continue;
            }

            if (import is null or "")
            {
                scope.Elements[required.Name] = required;
            }
            else
            {
                if (!scope.Imports.TryGetValue(import, out var imported))
                {
                    scope.Imports[import] = imported = new Dictionary<string, DrgElement>(StringComparer.Ordinal);
                }

                imported[required.Name] = required;
            }
        }

        return scope;
    }

    private static IEnumerable<XElement> References(XElement xml, params string[] names) =>
        xml.Elements().Where(child => child.Name.LocalName.EndsWith("Requirement", StringComparison.Ordinal))
            .SelectMany(requirement => requirement.Elements().Where(child => names.Contains(child.Name.LocalName)));

    private DrgElement? Find(XElement reference, out string? import)
    {
        import = null;
        var href = reference.AttributeText("href") ?? "";
        var hash = href.IndexOf('#', StringComparison.Ordinal);
        var (ns, id) = hash < 0 ? ("", href) : (href[..hash], href[(hash + 1)..]);
        DrgElement? found = null;
        if (ns.Length == 0 || ns == _namespace)
        {
            found = _scope.ById.GetValueOrDefault(id);
        }
        else if (_importsByNamespace.TryGetValue(ns, out var imported))
        {
            import = imported.Name;
            found = imported.Model.Scope.ById.GetValueOrDefault(id);
        }

        if (found is null)
        {
            Report(reference, $"Expected the id of an element, but found '{href}'.");
        }

        return found;
    }

    private void CompileLogic(XElement xml, DrgElement element, BoxedExpressions expressions, ItemDefinitions types)
    {
        switch (element)
        {
            case Decision decision:
                decision.Logic = xml.Elements().FirstOrDefault(BoxedExpressions.IsExpression) is { } logic
                    ? expressions.Compile(logic)
                    : null;
                break;
            case KnowledgeModel model when xml.Child("encapsulatedLogic") is { } function:
                var declared = types.TypeOf(xml.Child("variable"));
                model.Logic = expressions.Function(function, (declared.Resolved as FunctionType)?.Result ?? declared);
                break;
            case DecisionService service:
                service.Outputs = Elements(xml.Children("outputDecision"));
                service.Inputs = [.. Elements(xml.Children("inputData")), .. Elements(xml.Children("inputDecision"))];
                break;
        }
    }

    private ImmutableArray<DrgElement> Elements(IEnumerable<XElement> references) =>
        [.. references.Select(reference => Find(reference, out _)).OfType<DrgElement>()];

    private void Report(XElement element, string message)
    {
        var id = element.AncestorsAndSelf().Select(ancestor => ancestor.AttributeText("id")).FirstOrDefault(id => id is not null);
        _findings.Add(new DmnFinding(id ?? "", message, element.Line()));
    }
}

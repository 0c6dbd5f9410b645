using System.Collections.Immutable;
using System.Xml.Linq;

namespace Kommune.Workflow.Expressions;

/// <summary>Compiles boxed expressions (DMN 1.5, clauses 7.3 and 10.2) into the same nodes as FEEL text.</summary>
internal sealed class BoxedExpressions(ItemDefinitions types, ParseContext context, Action<XElement, string> report)
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition",
        "conditional", "filter", "for", "every", "some",
    };

    /// <summary>Whether a language's name or address means FEEL, in whatever version.</summary>
    public static bool IsFeel(string language) => language.Contains("FEEL", StringComparison.OrdinalIgnoreCase);

    public static bool IsExpression(XElement element) => Kinds.Contains(element.Name.LocalName);

    public Node Compile(XElement element)
    {
        var type = types.TypeOf(element);
        var node = element.Name.LocalName switch
        {
            "literalExpression" => Literal(element),
            "decisionTable" => new DecisionTableCompiler(types, this).Compile(element),
            "context" => Context(element),
            "list" => new ListNode([.. element.Elements().Where(IsExpression).Select(Compile)]),
            "relation" => Relation(element),
            "invocation" => Invocation(element),
            "functionDefinition" => Function(element, FeelType.Any),
            "conditional" => new IfNode(Branch(element, "if"), Branch(element, "then"), Branch(element, "else")),
            "filter" => Filter(element),
            "for" => Loop(element, "return", (sources, body, readsPartial) => new ForNode(sources, body, readsPartial)),
            "every" => Loop(element, "satisfies", (sources, body, _) => new QuantifiedNode(true, sources, body)),
            _ => Loop(element, "satisfies", (sources, body, _) => new QuantifiedNode(false, sources, body)),
        };
        return type == FeelType.Any || node is FunctionNode ? node : new TypedNode(type, node);
    }

    /// <summary>A function of FEEL; its result is converted to the type that was declared for it.</summary>
    public FunctionNode Function(XElement element, FeelType declared)
    {
        var parameters = element.Children("formalParameter")
            .Select(parameter => (Name: NameText.Normalize(parameter.AttributeText("name") ?? ""), Type: types.TypeOf(parameter)))
            .ToImmutableArray();
        foreach (var (name, _) in parameters)
        {
            context.Push(name);
        }

        var isFeel = element.AttributeText("kind") is null or "FEEL";
        var body = !isFeel ? new ExternalBodyNode()
            : element.Elements().FirstOrDefault(IsExpression) is { } expression ? Compile(expression)
            : Faulty(element, "Expected an expression in the function, but found none.");
        context.Pop(parameters.Length);
        return new FunctionNode(parameters, declared == FeelType.Any ? body : new TypedNode(declared, body));
    }

    /// <summary>FEEL text of an element; faults are reported, and the value is null.</summary>
    public Node Parse(XElement element, string text, Func<string, ParseContext, Node> parse)
    {
        var language = element.AttributeText("expressionLanguage");
        if (language is not null && !IsFeel(language))
        {
            return Faulty(element, $"Expected the expression language FEEL, but found '{language}'.");
        }

        var locals = context.Locals;
        try
        {
            return parse(text, context);
        }
        catch (FeelSyntaxException exception)
        {
            context.Locals = locals;
            return Faulty(element, exception.Message);
        }
    }

    public Node Faulty(XElement element, string message)
    {
        report(element, message);
        return new FaultyNode(message);
    }

    private Node Literal(XElement element) =>
        element.Text() is { } text
            ? Parse(element, text, Parser.Expression)
            : LiteralNode.Null;

    private Node Context(XElement element)
    {
        var entries = ImmutableArray.CreateBuilder<ContextEntry>();
        Node? result = null;
        foreach (var entry in element.Children("contextEntry"))
        {
            var variable = entry.Child("variable");
            if (entry.Elements().FirstOrDefault(IsExpression) is not { } expression)
            {
                return Faulty(entry, "Expected an expression in the context entry, but found none.");
            }

            if (variable is null)
            {
                result = Compile(expression);
                break;
            }

            var name = NameText.Normalize(variable.AttributeText("name") ?? "");
            var seesItself = expression.Name.LocalName == "functionDefinition";
            if (seesItself)
            {
                context.Push(name);
            }

            var type = types.TypeOf(variable);
            var value = Compile(expression);
            entries.Add(new ContextEntry(name, type == FeelType.Any ? value : new TypedNode(type, value), seesItself));
            if (!seesItself)
            {
                context.Push(name);
            }
        }

        context.Pop(entries.Count);
        return new ContextNode(entries.DrainToImmutable(), result);
    }

    private ListNode Relation(XElement element)
    {
        var columns = element.Children("column").Select(column => NameText.Normalize(column.AttributeText("name") ?? "")).ToList();
        return new ListNode([.. element.Children("row").Select(row => new RowNode(
            [.. columns.Zip(row.Elements().Where(IsExpression), (name, cell) => (name, Compile(cell)))]))]);
    }

    private Node Invocation(XElement element)
    {
        if (element.Elements().FirstOrDefault(IsExpression) is not { } called)
        {
            return Faulty(element, "Expected the name of a function to invoke, but found none.");
        }

        var bindings = element.Children("binding").ToList();
        return new CallNode(
            Compile(called),
            null,
            [.. bindings.Select(binding => NameText.Normalize(binding.Child("parameter")?.AttributeText("name") ?? ""))],
            [.. bindings.Select(binding => binding.Elements().FirstOrDefault(IsExpression) is { } argument
                ? Compile(argument)
                : LiteralNode.Null)]);
    }

    private FilterNode Filter(XElement element)
    {
        var source = Branch(element, "in");
        context.Push("item", isFilter: true);
        var match = Branch(element, "match");
        context.Pop();
        return new FilterNode(source, match);
    }

    private Node Loop(
        XElement element, string bodyName, Func<ImmutableArray<IterationSource>, Node, bool, Node> create)
    {
        // Only for knows its results so far; the name takes a frame, as ForNode has it.
        var partial = bodyName == "return" ? context.Push("partial") : null;
        var source = new IterationSource(Branch(element, "in"), null);
        context.Push(NameText.Normalize(element.AttributeText("iteratorVariable") ?? "item"));
        var body = Branch(element, bodyName);
        context.Pop(partial is null ? 1 : 2);
        return create([source], body, partial?.IsRead == true);
    }

    private Node Branch(XElement element, string name) =>
        element.Child(name)?.Elements().FirstOrDefault(IsExpression) is { } expression
            ? Compile(expression)
            : Faulty(element, $"Expected an expression in '{name}', but found none.");
}

using System.Collections.Immutable;
using System.Xml.Linq;

namespace Kommune.Workflow.Expressions;

/// <summary>Compiles decision tables (DMN 1.5, clause 8).</summary>
internal sealed class DecisionTableCompiler(ItemDefinitions types, BoxedExpressions expressions)
{
    public Node Compile(XElement table)
    {
        var inputs = table.Children("input").Select(Input).ToImmutableArray();
        var outputs = table.Children("output").Select(Output).ToImmutableArray();
        if (!TryReadHitPolicy(table, out var hitPolicy, out var aggregation))
        {
            var found = $"{table.AttributeText("hitPolicy")} {table.AttributeText("aggregation")}";
            return expressions.Faulty(table, $"Expected a hit policy of DMN, but found '{found}'.");
        }

        if (outputs.Length == 0)
        {
            return expressions.Faulty(table, "Expected an output of the decision table, but found none.");
        }

        var rules = ImmutableArray.CreateBuilder<DecisionRule>();
        foreach (var rule in table.Children("rule"))
        {
            var tests = rule.Children("inputEntry").Select(Test).ToImmutableArray();
            var entries = rule.Children("outputEntry").Select(Entry).ToImmutableArray();
            if (tests.Length != inputs.Length || entries.Length != outputs.Length)
            {
                return expressions.Faulty(
                    rule,
                    $"Expected {inputs.Length} input and {outputs.Length} output entries in the rule, "
                    + $"but found {tests.Length} and {entries.Length}.");
            }

            rules.Add(new DecisionRule(tests, entries));
        }

        return new DecisionTableNode(hitPolicy, aggregation, inputs, outputs, rules.DrainToImmutable());
    }

    private static bool TryReadHitPolicy(XElement table, out HitPolicy policy, out Aggregation aggregation)
    {
        aggregation = Aggregation.List;
        return Enum.TryParse((table.AttributeText("hitPolicy") ?? "UNIQUE").Replace(" ", "", StringComparison.Ordinal), true, out policy)
            && Enum.TryParse(table.AttributeText("aggregation") ?? "LIST", true, out aggregation)
            && Enum.IsDefined(policy)
            && Enum.IsDefined(aggregation);
    }

    private TableInput Input(XElement input)
    {
        var expression = input.Child("inputExpression");
        var node = expression?.Text() is { } text
            ? expressions.Parse(expression, text, Parser.Expression)
            : expressions.Faulty(input, "Expected an expression of the input, but found none.");
        var type = types.TypeOf(expression);
        return new TableInput(type == FeelType.Any ? node : new TypedNode(type, node), Tests(input.Child("inputValues")));
    }

    private TableOutput Output(XElement output)
    {
        var values = output.Child("outputValues") is { } own && own.Text() is not null
            ? Tests(own)
            : types.AllowedValues(output.AttributeText("typeRef")) is { } allowed
                ? expressions.Parse(output, allowed, Parser.UnaryTests)
                : null;
        return new TableOutput(
            NameText.Normalize(output.AttributeText("name") ?? ""),
            types.TypeOf(output),
            values is AnyTestNode several ? several.Tests : values is null ? [] : [values],
            output.Child("defaultOutputEntry") is { } entry && entry.Text() is not null ? Entry(entry) : null);
    }

    private Node? Tests(XElement? element) =>
        element?.Text() is { } text ? expressions.Parse(element, text, Parser.UnaryTests) : null;

    // An empty cell is no condition.
    private Node Test(XElement entry) => Tests(entry) ?? new AnyInputNode();

    private Node Entry(XElement entry) => entry.Text() is { } text and not "-"
        ? expressions.Parse(entry, text, Parser.Expression)
        : LiteralNode.Null;
}

using System.Globalization;
using System.Xml.Linq;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles standard loops and multi-instances.</summary>
internal sealed class LoopCompiler(CompileContext context)
{
    private readonly EventDefinitionCompiler events = new(context);

    /// <summary>The activity's repetition, or null.</summary>
    public LoopDefinition? Compile(XElement activity)
    {
        if (activity.Child("standardLoopCharacteristics") is { } standard)
        {
            return StandardLoop(standard);
        }

        return activity.Child("multiInstanceLoopCharacteristics") is { } multi ? MultiInstance(multi) : null;
    }

    private LoopDefinition StandardLoop(XElement loop) => new()
    {
        Kind = LoopKind.Standard,
        Condition = Formal(loop.Child("loopCondition")),
        TestBefore = loop.Flag("testBefore"),
        Maximum = int.TryParse(loop.Attr("loopMaximum"), NumberStyles.None, CultureInfo.InvariantCulture, out var maximum)
            ? maximum : null,
    };

    private LoopDefinition MultiInstance(XElement loop)
    {
        var zeebe = loop.Zeebe("loopCharacteristics");
        var definition = new LoopDefinition
        {
            Kind = loop.Flag("isSequential") ? LoopKind.Sequential : LoopKind.Parallel,
            InputCollection = Expression(zeebe, "inputCollection") ?? DataVariable(loop, "loopDataInputRef"),
            InputElement = Name(zeebe, "inputElement") ?? ItemName(loop, "inputDataItem"),
            Cardinality = Formal(loop.Child("loopCardinality")),
            OutputCollection = Name(zeebe, "outputCollection") ?? DataName(loop, "loopDataOutputRef"),
            OutputElement = Expression(zeebe, "outputElement") ?? OutputItem(loop),
            CompletionCondition = Formal(loop.Child("completionCondition")),
            Behavior = loop.Attr("behavior") switch
            {
                "None" => LoopBehavior.None,
                "One" => LoopBehavior.One,
                "Complex" => LoopBehavior.Complex,
                _ => LoopBehavior.All,
            },
        };
        return WithBehavior(definition, loop);
    }

    private LoopDefinition WithBehavior(LoopDefinition definition, XElement loop)
    {
        var reference = definition.Behavior switch
        {
            LoopBehavior.None => "noneBehaviorEventRef",
            LoopBehavior.One => "oneBehaviorEventRef",
            _ => null,
        };
        if (reference is not null)
        {
            return definition with
            {
                BehaviorEvent = context.Document.Target(loop, reference) is { } thrown ? events.Throw(loop, thrown) : null,
            };
        }

        return definition.Behavior != LoopBehavior.Complex
            ? definition
            : definition with { ComplexBehaviors = [.. loop.Children("complexBehaviorDefinition").SelectMany(Complex)] };
    }

    private IEnumerable<ComplexBehavior> Complex(XElement complex)
    {
        if (Formal(complex.Child("condition")) is not { } condition || complex.Child("event") is not { } thrower)
        {
            yield break;
        }

        foreach (var definition in context.Document.EventDefinitions(thrower))
        {
            if (events.Throw(thrower, definition) is { } thrown)
            {
                yield return new ComplexBehavior(condition, thrown);
            }
        }
    }

    private FeelExpression? Formal(XElement? expression) =>
        expression is null ? null : context.Expressions.Formal(expression);

    private FeelExpression? Expression(XElement? zeebe, string attribute) =>
        zeebe?.Attr(attribute) is { } text && !string.IsNullOrWhiteSpace(text)
            ? context.Expressions.Required(zeebe, text) : null;

    private static string? Name(XElement? zeebe, string attribute) =>
        zeebe?.Attr(attribute) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private string? DataName(XElement loop, string reference) =>
        DataCompiler.VariableOf(context, context.Document.Find(loop.Child(reference)?.Value));

    private FeelExpression? DataVariable(XElement loop, string reference) =>
        DataName(loop, reference) is { } name ? context.Expressions.Variable(loop, name) : null;

    private static string? ItemName(XElement loop, string item) =>
        loop.Child(item) is { } data && ExpressionReader.VariableName(data) is { Length: > 0 } name ? name : null;

    private FeelExpression? OutputItem(XElement loop) =>
        loop.Child("loopDataOutputRef") is not null && ItemName(loop, "outputDataItem") is { } name
            ? context.Expressions.Variable(loop, name) : null;
}

using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>A node of the decision requirements graph: gives one value in each run.</summary>
internal abstract class DrgElement(string id, string name, FeelType type)
{
    public string Id => id;

    /// <summary>The name other elements know its value by.</summary>
    public string Name => name;

    public FeelType Type => type;

    /// <summary>What its logic may name, set once the whole model is read: elements may require each other in any order.</summary>
    public DrgScope Requirements { get; set; } = DrgScope.Empty;

    /// <param name="run">The values known so far.</param>
    /// <param name="evaluation">Sees the names of this element's requirements.</param>
    public abstract FeelValue Evaluate(DecisionRun run, Evaluation evaluation);

    /// <summary>The value as the declared type takes it.</summary>
    protected FeelValue Coerce(Evaluation evaluation, FeelValue value) =>
        type.Coerce(value) ?? evaluation.Null($"'{name}' is to be of type {type}, but is {value}");
}

/// <summary>What the caller brings.</summary>
internal sealed class InputData(string id, string name, FeelType type) : DrgElement(id, name, type)
{
    public override FeelValue Evaluate(DecisionRun run, Evaluation evaluation) =>
        run.Inputs.TryGetVariable(Name, out var value)
            ? Coerce(evaluation, value)
            : evaluation.Null($"there is no input '{Name}'");
}

/// <summary>A decision; one without logic takes the caller's word.</summary>
internal sealed class Decision(string id, string name, FeelType type) : DrgElement(id, name, type)
{
    public Node? Logic { get; set; }

    public override FeelValue Evaluate(DecisionRun run, Evaluation evaluation) =>
        Logic is not null ? Coerce(evaluation, Logic.Evaluate(evaluation, null))
        : run.Inputs.TryGetVariable(Name, out var value) ? Coerce(evaluation, value)
        : evaluation.Null($"decision '{Name}' has no logic");
}

/// <summary>A business knowledge model: a function.</summary>
internal sealed class KnowledgeModel(string id, string name, FeelType type) : DrgElement(id, name, type)
{
    public FunctionNode? Logic { get; set; }

    public override FeelValue Evaluate(DecisionRun run, Evaluation evaluation) =>
        Logic?.Create(Name, evaluation, null) ?? (FeelValue)evaluation.Null($"knowledge model '{Name}' has no logic");
}

/// <summary>A decision service: a function of its inputs that looks at nothing else.</summary>
internal sealed class DecisionService(string id, string name, FeelType type) : DrgElement(id, name, type)
{
    public ImmutableArray<DrgElement> Outputs { get; set; } = [];

    /// <summary>Input data first, then input decisions: the order of the function's parameters.</summary>
    public ImmutableArray<DrgElement> Inputs { get; set; } = [];

    public override FeelValue Evaluate(DecisionRun run, Evaluation evaluation) => new FeelFunction(
        Name,
        [
            new FunctionOverload(
                [.. Inputs.Select(input => FunctionParameter.Of(input.Name, input.Type))],
                Type,
                (caller, arguments) => Call(run.Inputs, caller, arguments)),
        ]);

    /// <summary>Evaluates the outputs with the inputs as the caller's variables give them.</summary>
    public FeelValue Invoke(DecisionRun run, Evaluation evaluation)
    {
        var arguments = new FeelValue[Inputs.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = run.Inputs.TryGetVariable(Inputs[i].Name, out var value)
                ? Inputs[i].Type.Coerce(value) ?? FeelNull.Instance
                : FeelNull.Instance;
        }

        return Call(run.Inputs, evaluation, arguments);
    }

    private FeelValue Call(FeelEnvironment environment, Evaluation evaluation, FeelValue[] arguments)
    {
        var run = new DecisionRun(environment);
        for (var i = 0; i < arguments.Length; i++)
        {
            run.Set(Inputs[i], arguments[i]);
        }

        return Outputs.Length == 1
            ? Coerce(evaluation, run.ValueOf(Outputs[0], evaluation))
            : Coerce(
                evaluation,
                FeelContext.From(Outputs.Select(output => KeyValuePair.Create(output.Name, run.ValueOf(output, evaluation)))));
    }
}

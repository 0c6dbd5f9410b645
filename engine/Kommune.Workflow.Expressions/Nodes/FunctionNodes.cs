using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary><c>function(a: T, b) …</c></summary>
internal sealed class FunctionNode(ImmutableArray<(string Name, FeelType Type)> parameters, Node body) : Node
{
    private readonly ImmutableArray<FunctionParameter> _parameters =
        [.. parameters.Select(parameter => FunctionParameter.Of(parameter.Name, parameter.Type))];

    public override FeelType StaticType =>
        new FunctionType([.. parameters.Select(parameter => parameter.Type)], body.StaticType);

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) => Create("function", evaluation, frame);

    public FeelFunction Create(string name, Evaluation evaluation, Frame? frame)
    {
        var environment = evaluation.Environment;
        return new FeelFunction(
            name,
            [
                new FunctionOverload(
                    _parameters,
                    body.StaticType,
                    (caller, arguments) =>
                    {
                        var inner = frame;
                        foreach (var argument in arguments)
                        {
                            inner = new Frame(argument, inner);
                        }

                        return body.Evaluate(caller.In(environment), inner);
                    }),
            ]);
    }
}

/// <summary>The body of <c>function(…) external {…}</c>: code of other platforms is not run.</summary>
internal sealed class ExternalBodyNode : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        evaluation.Null($"external functions are not run");
}

/// <summary><c>f(a, b)</c> and <c>f(x: a, y: b)</c></summary>
internal sealed class CallNode(
    Node callee, FeelFunction? builtIn, ImmutableArray<string> names, ImmutableArray<Node> arguments) : Node
{
    /// <summary>Whether a built-in function is called with literals only, so that the outcome is fixed.</summary>
    public bool IsOfLiterals => callee is LiteralNode && arguments.All(argument => argument is LiteralNode);

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var target = callee.Evaluate(evaluation, frame);

        // A value that hides a built-in function of the same name cannot be called; the function is meant.
        if ((target as FeelFunction ?? builtIn) is not { } function)
        {
            return evaluation.Null($"{target.TypeName} cannot be called");
        }

        var values = new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(evaluation, frame);
        }

        return names.IsDefaultOrEmpty
            ? function.Invoke(evaluation, values)
            : function.InvokeNamed(evaluation, names, values);
    }
}

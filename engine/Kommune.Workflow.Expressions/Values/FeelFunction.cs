using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Kommune.Workflow.Expressions;

/// <summary>A function: built in, written in an expression, a business knowledge model or a decision service.</summary>
public sealed class FeelFunction : FeelValue
{
    internal FeelFunction(string name, ImmutableArray<FunctionOverload> overloads)
    {
        Name = name;
        Overloads = overloads;
    }

    /// <summary>The name the function is known by, or <c>function</c> for one written in place.</summary>
    public string Name { get; }

    public override string TypeName => "function";

    internal ImmutableArray<FunctionOverload> Overloads { get; }

    /// <summary>Null: a function cannot be stored.</summary>
    public override FeelValue ToJsonValue() => FeelNull.Instance;

    /// <summary>A function equals itself only.</summary>
    public override bool Equals(FeelValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public override string ToString() => $"function {Name}";

    internal FeelValue Invoke(Evaluation evaluation, ReadOnlySpan<FeelValue> arguments)
    {
        foreach (var overload in Overloads)
        {
            if (overload.TryBind(arguments, out var bound))
            {
                return Run(evaluation, overload, bound);
            }
        }

        return evaluation.Null($"{Name}({Describe(arguments)}) is not defined for these arguments");
    }

    internal FeelValue InvokeNamed(Evaluation evaluation, ImmutableArray<string> names, ReadOnlySpan<FeelValue> arguments)
    {
        foreach (var overload in Overloads)
        {
            if (overload.TryBindNamed(names, arguments, out var bound))
            {
                return Run(evaluation, overload, bound);
            }
        }

        return evaluation.Null($"{Name}({string.Join(", ", names)}) is not defined for these named arguments");
    }

    private static FeelValue Run(Evaluation evaluation, FunctionOverload overload, FeelValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is FeelString text)
            {
                evaluation.ChargeText(text.Value.Length);
            }
        }

        evaluation.EnterCall();
        try
        {
            return overload.Body(evaluation, arguments);
        }
        finally
        {
            evaluation.LeaveCall();
        }
    }

    private static string Describe(ReadOnlySpan<FeelValue> arguments)
    {
        var types = new string[arguments.Length];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = arguments[i].TypeName;
        }

        return string.Join(", ", types);
    }
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Kommune.Workflow.Expressions;

/// <summary>One run of an expression: its environment, what it has used up, and why operations gave null.</summary>
internal sealed class Evaluation
{
    private const int WarningsMax = 50;
    private const int CharactersPerStep = 64;

    private readonly Usage _usage;

    public Evaluation(FeelEnvironment environment, bool collectsWarnings)
        : this(environment, new Usage(environment.Limits, collectsWarnings ? [] : null))
    {
    }

    private Evaluation(FeelEnvironment environment, Usage usage)
    {
        Environment = environment;
        _usage = usage;
    }

    public FeelEnvironment Environment { get; }

    public bool CollectsWarnings => _usage.Warnings is not null;

    public ImmutableArray<string> Warnings => _usage.Warnings is null ? [] : [.. _usage.Warnings];

    /// <summary>The same run seen from another environment: a function looks at the names of where it was written.</summary>
    public Evaluation In(FeelEnvironment environment) =>
        ReferenceEquals(environment, Environment) ? this : new Evaluation(environment, _usage);

    /// <summary>Counts work that grows with the data.</summary>
    public void Charge(int steps = 1)
    {
        if ((_usage.StepsLeft -= steps) < 0)
        {
            throw new FeelLimitException(
                nameof(FeelLimits.EvaluationStepsMax),
                $"Expected an evaluation of at most {_usage.Limits.EvaluationStepsMax} steps, but it takes more.");
        }
    }

    /// <summary>Counts work that grows with the length of a text; it is much quicker than an operation of its own.</summary>
    public void ChargeText(long length) => Charge((int)(length / CharactersPerStep));

    public void EnterCall()
    {
        Charge();
        if (++_usage.CallDepth > _usage.Limits.CallDepthMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FeelLimitException(
                nameof(FeelLimits.CallDepthMax),
                $"Expected functions to call each other at most {_usage.Limits.CallDepthMax} deep, but they go deeper.");
        }
    }

    public void LeaveCall() => _usage.CallDepth--;

    /// <summary>The run's result, unless it nests too deep to be stored.</summary>
    public FeelValue Result(FeelValue value) =>
        value.Depth <= _usage.Limits.ValueDepthMax
            ? value
            : throw new FeelLimitException(
                nameof(FeelLimits.ValueDepthMax),
                $"Expected lists and contexts nested at most {_usage.Limits.ValueDepthMax} deep, but the result has {value.Depth}.");

    /// <summary>A text made by the expression, unless it is too long.</summary>
    public FeelString Text(string text)
    {
        RequireTextLength(text.Length);
        return FeelString.Of(text);
    }

    public void RequireTextLength(long length)
    {
        if (length > _usage.Limits.StringLengthMax)
        {
            throw new FeelLimitException(
                nameof(FeelLimits.StringLengthMax),
                $"Expected texts of at most {_usage.Limits.StringLengthMax} characters, but one would have {length}.");
        }
    }

    /// <summary>Null, with the reason noted when somebody asked for reasons.</summary>
    public FeelNull Null([InterpolatedStringHandlerArgument("")] ref WarningText reason)
    {
        if (_usage.Warnings is { Count: < WarningsMax } warnings)
        {
            warnings.Add(reason.ToString());
        }

        return FeelNull.Instance;
    }

    private sealed class Usage(FeelLimits limits, List<string>? warnings)
    {
        public int StepsLeft = limits.EvaluationStepsMax;
        public int CallDepth;

        public FeelLimits Limits => limits;

        public List<string>? Warnings => warnings;
    }
}

/// <summary>The text of a warning, put together only when warnings are collected.</summary>
[InterpolatedStringHandler]
internal ref struct WarningText
{
    private const int PartLengthMax = 200;

    private DefaultInterpolatedStringHandler _text;

    public WarningText(int literalLength, int formattedCount, Evaluation evaluation, out bool isEnabled)
    {
        isEnabled = evaluation.CollectsWarnings;
        _text = isEnabled ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value)
    {
        var part = value?.ToString();
        _text.AppendLiteral(part is { Length: > PartLengthMax } ? part[..PartLengthMax] + "…" : part ?? "");
    }

    public override string ToString() => _text.ToStringAndClear();
}

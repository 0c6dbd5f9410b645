using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>A compiled FEEL expression; immutable, safe to share between threads.</summary>
public sealed class FeelExpression
{
    private FeelExpression(string text, IReadOnlySet<string> freeVariables)
    {
        Text = text;
        FreeVariables = freeVariables;
    }

    public string Text { get; }

    /// <summary>The names the expression takes from its environment.</summary>
    public IReadOnlySet<string> FreeVariables { get; }

    /// <param name="text">The expression, without the leading <c>=</c> of BPMN attributes.</param>
    /// <param name="knownNames">Names with spaces or operators in them that the environment will know.</param>
    /// <exception cref="FeelSyntaxException">The text is not an expression.</exception>
    public static FeelExpression Compile(string text, IEnumerable<string>? knownNames = null) =>
        TryCompile(text, out var expression, out var error, knownNames) ? expression : throw new FeelSyntaxException(error);

    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out FeelExpression? expression,
        [NotNullWhen(false)] out FeelSyntaxError? error,
        IEnumerable<string>? knownNames = null) => throw new NotSupportedException();

    /// <exception cref="FeelLimitException">A limit of the environment was reached.</exception>
    public FeelValue Evaluate(FeelEnvironment environment) => throw new NotSupportedException();

    /// <summary>Evaluates and tells why a result is null where an operation was not defined.</summary>
    /// <exception cref="FeelLimitException">A limit of the environment was reached.</exception>
    public FeelEvaluation EvaluateWithWarnings(FeelEnvironment environment) => throw new NotSupportedException();
}

/// <summary>A value and the reasons why operations on the way to it were not defined.</summary>
public sealed record FeelEvaluation(FeelValue Value, ImmutableArray<string> Warnings);

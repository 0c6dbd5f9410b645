using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>A compiled FEEL expression; immutable, safe to share between threads.</summary>
public sealed class FeelExpression
{
    private readonly Node _root;

    private FeelExpression(string text, Node root, IReadOnlySet<string> freeVariables)
    {
        _root = root;
        Text = text;
        FreeVariables = freeVariables;
    }

    public string Text { get; }

    /// <summary>The names the expression takes from its environment.</summary>
    public IReadOnlySet<string> FreeVariables { get; }

    /// <summary>Whether the text is a literal, possibly a temporal one.</summary>
    internal bool IsLiteral => _root is LiteralNode or CallNode { IsOfLiterals: true };

    /// <param name="text">The expression, without the leading <c>=</c> of BPMN attributes.</param>
    /// <param name="knownNames">Names with spaces or operators in them that the environment will know.</param>
    /// <exception cref="FeelSyntaxException">The text is not an expression.</exception>
    public static FeelExpression Compile(string text, IEnumerable<string>? knownNames = null)
    {
        var context = new ParseContext(knownNames);
        var root = Parser.Expression(text, context);
        return new FeelExpression(text, root, context.FreeVariables);
    }

    /// <summary>An expression of another language of definitions, usable wherever one in FEEL is.</summary>
    /// <param name="text">What findings and incidents quote.</param>
    /// <param name="freeVariables">The names it takes from its environment.</param>
    /// <param name="evaluate">
    /// Gives the same for the same environment, and keeps limits of its own; a <see cref="FeelFailureException"/> says what failed.
    /// </param>
    public static FeelExpression Foreign(
        string text, IEnumerable<string> freeVariables, Func<FeelEnvironment, FeelValue> evaluate) =>
        new(text, new ForeignNode(evaluate), freeVariables.ToHashSet(StringComparer.Ordinal));

    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out FeelExpression? expression,
        [NotNullWhen(false)] out FeelSyntaxError? error,
        IEnumerable<string>? knownNames = null)
    {
        try
        {
            expression = Compile(text, knownNames);
            error = null;
            return true;
        }
        catch (FeelSyntaxException exception)
        {
            expression = null;
            error = exception.Error;
            return false;
        }
    }

    /// <exception cref="FeelFailureException">A limit of the environment was reached, or an assertion does not hold.</exception>
    public FeelValue Evaluate(FeelEnvironment environment)
    {
        var evaluation = new Evaluation(environment, collectsWarnings: false);
        return evaluation.Result(_root.Evaluate(evaluation, null));
    }

    /// <summary>Evaluates and tells why a result is null where an operation was not defined.</summary>
    /// <exception cref="FeelFailureException">A limit of the environment was reached, or an assertion does not hold.</exception>
    public FeelEvaluation EvaluateWithWarnings(FeelEnvironment environment)
    {
        var evaluation = new Evaluation(environment, collectsWarnings: true);
        var value = evaluation.Result(_root.Evaluate(evaluation, null));
        return new FeelEvaluation(value, evaluation.Warnings);
    }

    public override string ToString() => Text;
}

/// <summary>A value and the reasons why operations on the way to it were not defined, in the order they were met.</summary>
public sealed record FeelEvaluation(FeelValue Value, ImmutableArray<string> Warnings);

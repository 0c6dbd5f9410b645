using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>Compiled FEEL unary tests, e.g. <c>&lt; 5, [10..20]</c> or <c>-</c>; immutable, safe to share.</summary>
public sealed class FeelUnaryTests
{
    private readonly Node _root;

    internal FeelUnaryTests(string text, Node root, IReadOnlySet<string> freeVariables)
    {
        _root = root;
        Text = text;
        FreeVariables = freeVariables;
    }

    public string Text { get; }

    /// <summary>The names the tests take from their environment.</summary>
    public IReadOnlySet<string> FreeVariables { get; }

    /// <param name="text">The tests; <c>?</c> in them is the tested value.</param>
    /// <param name="knownNames">Names with spaces or operators in them that the environment will know.</param>
    /// <exception cref="FeelSyntaxException">The text is not a list of unary tests.</exception>
    public static FeelUnaryTests Compile(string text, IEnumerable<string>? knownNames = null)
    {
        var context = new ParseContext(knownNames);
        var root = Parser.UnaryTests(text, context);
        return new FeelUnaryTests(text, root, context.FreeVariables);
    }

    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out FeelUnaryTests? tests,
        [NotNullWhen(false)] out FeelSyntaxError? error,
        IEnumerable<string>? knownNames = null)
    {
        try
        {
            tests = Compile(text, knownNames);
            error = null;
            return true;
        }
        catch (FeelSyntaxException exception)
        {
            tests = null;
            error = exception.Error;
            return false;
        }
    }

    /// <summary>Whether one of the tests holds for the input; an unknown outcome is no.</summary>
    /// <exception cref="FeelFailureException">A limit of the environment was reached, or an assertion does not hold.</exception>
    public bool Matches(FeelValue input, FeelEnvironment environment) =>
        _root.Evaluate(new Evaluation(environment, collectsWarnings: false), new Frame(input, null))
            is FeelBoolean { Value: true };

    public override string ToString() => Text;
}

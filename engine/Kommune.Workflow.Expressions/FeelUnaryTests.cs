using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>Compiled FEEL unary tests, e.g. <c>&lt; 5, [10..20]</c> or <c>-</c>; immutable, safe to share.</summary>
public sealed class FeelUnaryTests
{
    private FeelUnaryTests(string text, IReadOnlySet<string> freeVariables)
    {
        Text = text;
        FreeVariables = freeVariables;
    }

    public string Text { get; }

    /// <summary>The names the tests take from their environment.</summary>
    public IReadOnlySet<string> FreeVariables { get; }

    /// <exception cref="FeelSyntaxException">The text is not a list of unary tests.</exception>
    public static FeelUnaryTests Compile(string text, IEnumerable<string>? knownNames = null) =>
        TryCompile(text, out var tests, out var error, knownNames) ? tests : throw new FeelSyntaxException(error);

    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out FeelUnaryTests? tests,
        [NotNullWhen(false)] out FeelSyntaxError? error,
        IEnumerable<string>? knownNames = null) => throw new NotSupportedException();

    /// <summary>Whether one of the tests holds for the input; an unknown outcome is no.</summary>
    /// <exception cref="FeelLimitException">A limit of the environment was reached.</exception>
    public bool Matches(FeelValue input, FeelEnvironment environment) => throw new NotSupportedException();
}

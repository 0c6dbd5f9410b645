using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Expressions;

/// <summary>Shorthand of the FEEL tests.</summary>
internal static class Feel
{
    public static FeelValue Evaluate(string text, string variablesJson = "{}", FeelLimits? limits = null)
    {
        var variables = (FeelContext)FeelJson.Parse(variablesJson);
        return FeelExpression.Compile(text, variables.Keys).Evaluate(new FeelScope(variables, limits: limits));
    }

    /// <summary>Both texts are expressions; the first must give what the second gives.</summary>
    public static void AssertEvaluates(string text, string expected, string variablesJson = "{}") =>
        Assert.Equal(Evaluate(expected), Evaluate(text, variablesJson));

    public static bool Matches(string tests, string inputJson, string variablesJson = "{}")
    {
        var variables = (FeelContext)FeelJson.Parse(variablesJson);
        return FeelUnaryTests.Compile(tests, variables.Keys).Matches(FeelJson.Parse(inputJson), new FeelScope(variables));
    }

    public static FeelSyntaxError Refused(string text)
    {
        Assert.False(FeelExpression.TryCompile(text, out _, out var error), $"'{text}' was compiled.");
        return error;
    }
}

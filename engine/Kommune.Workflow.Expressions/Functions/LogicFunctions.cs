using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions about truth and absence.</summary>
internal static class LogicFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Define("not", Of<FeelValue>(Types.Boolean, "negand", (_, negand) => FeelBoolean.Of(!Logic.Truth(Single(negand))))),
        Define(
            "is",
            Of<FeelValue, FeelValue>(Types.Boolean, "value1?", "value2?", (_, a, b) =>
                FeelBoolean.Of(OrNull(a).GetType() == OrNull(b).GetType() && OrNull(a).Equals(OrNull(b))))),
        Define("is defined", Of<FeelValue>(Types.Boolean, "value", (_, value) => FeelBoolean.Of(value is not FeelNull))),
        Define(
            "get or else",
            Of<FeelValue, FeelValue>(FeelType.Any, "value", "default", (_, value, otherwise) =>
                value is FeelNull ? otherwise : value)),
        Define(
            "assert",
            Of<FeelValue, FeelValue>(FeelType.Any, "value", "condition", (_, value, condition) =>
                Assert(value, condition, "the condition does not hold")),
            Of<FeelValue, FeelValue, FeelString>(FeelType.Any, "value", "condition", "cause", (_, value, condition, cause) =>
                Assert(value, condition, cause.Value))),
    ];

    private static FeelValue OrNull(FeelValue? value) => value ?? FeelNull.Instance;

    private static FeelValue Single(FeelValue value) => value is FeelList { Count: 1 } list ? list[0] : value;

    private static FeelValue Assert(FeelValue value, FeelValue condition, string cause) =>
        Logic.Truth(condition) == true ? value : throw new FeelAssertionException(cause);
}

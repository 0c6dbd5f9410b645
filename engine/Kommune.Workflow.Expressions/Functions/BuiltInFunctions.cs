using System.Collections.Frozen;

namespace Kommune.Workflow.Expressions;

/// <summary>
/// The functions every expression knows: those of DMN 1.5 (clause 10.3.4), and the pure ones Camunda 8 adds.
/// </summary>
internal static class BuiltInFunctions
{
    private static readonly FrozenDictionary<string, FeelFunction> ByName =
        ConversionFunctions.All
            .Concat(TextFunctions.All)
            .Concat(PatternFunctions.All)
            .Concat(NumberFunctions.All)
            .Concat(ListFunctions.All)
            .Concat(AggregateFunctions.All)
            .Concat(ContextFunctions.All)
            .Concat(TemporalFunctions.All)
            .Concat(RangeFunctions.All)
            .Concat(LogicFunctions.All)
            .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    public static FeelFunction? Find(string name) => ByName.GetValueOrDefault(name) ?? AddedFunctions.Find(name);

    public static bool IsBuiltIn(string name) => ByName.ContainsKey(name);

    /// <summary>A built-in function with its overloads, the first that fits the arguments is called.</summary>
    public static FeelFunction Define(string name, params ReadOnlySpan<FunctionOverload> overloads) => new(name, [.. overloads]);
}

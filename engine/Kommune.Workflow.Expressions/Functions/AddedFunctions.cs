using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions that plugins add to those every expression knows. They are added once, before the first model is compiled.</summary>
public static class AddedFunctions
{
    private static ImmutableDictionary<string, FeelFunction> byName = ImmutableDictionary<string, FeelFunction>.Empty;

    /// <summary>Adds functions; one of the same name is replaced.</summary>
    /// <exception cref="PluginException">A name is taken by a function of the language, or is no single name.</exception>
    public static void Add(IReadOnlyList<ExpressionFunction> functions)
    {
        foreach (var function in functions)
        {
            if (BuiltInFunctions.IsBuiltIn(function.Name) || !function.Name.All(c => char.IsLetterOrDigit(c) || c == '_'))
            {
                throw new PluginException($"„{function.Name}“ ist als Name einer Funktion nicht möglich oder schon vergeben.");
            }
        }

        ImmutableInterlocked.Update(ref byName, known => known.SetItems(functions.Select(f => KeyValuePair.Create(f.Name, Define(f)))));
    }

    internal static FeelFunction? Find(string name) => byName.GetValueOrDefault(name);

    private static FeelFunction Define(ExpressionFunction function) => BuiltInFunctions.Define(
        function.Name,
        new FunctionOverload(
            [.. function.Parameters.Select(name => FunctionParameter.Of(name, FeelType.Unknown))],
            FeelType.Unknown,
            (_, arguments) => Call(function, arguments)));

    private static FeelValue Call(ExpressionFunction function, FeelValue[] arguments)
    {
        try
        {
            var result = function.Body([.. arguments.Select(argument => JsonNode.Parse(FeelJson.ToJson(argument)))]);
            return FeelJson.FromElement(JsonSerializer.SerializeToElement(result));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return FeelNull.Instance; // As for every function that is not defined for its arguments.
        }
    }
}

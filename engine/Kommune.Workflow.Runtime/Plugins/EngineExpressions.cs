using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>FEEL for plugins; each text is compiled once.</summary>
internal sealed class EngineExpressions(TimeProvider clock) : IExpressions
{
    /// <summary>Expressions kept; beyond it all are forgotten and compiled anew.</summary>
    private const int KeptMax = 10_000;

    private readonly ConcurrentDictionary<string, FeelExpression> compiled = new(StringComparer.Ordinal);

    public JsonNode? Evaluate(string expression, JsonObject variables)
    {
        try
        {
            if (compiled.Count >= KeptMax)
            {
                compiled.Clear();
            }

            var feel = compiled.GetOrAdd(expression, text => FeelExpression.Compile(text.TrimStart().TrimStart('=')));
            var seen = (FeelContext)FeelJson.FromElement(JsonSerializer.SerializeToElement(variables));
            return JsonNode.Parse(FeelJson.ToJson(feel.Evaluate(new FeelScope(seen, clock.GetUtcNow()))));
        }
        catch (Exception exception) when (exception is FeelSyntaxException or FeelLimitException)
        {
            throw new PluginException($"Der Ausdruck „{expression}“ ist nicht gültig: {exception.Message}", exception);
        }
    }
}

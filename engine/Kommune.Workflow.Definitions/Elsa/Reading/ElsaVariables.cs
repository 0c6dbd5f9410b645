using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Lists as files write them: an array, an object with <c>$values</c>, or one entry alone.</summary>
internal static class ElsaList
{
    public static IReadOnlyList<ElsaNode> Of(ElsaNode? node) => node switch
    {
        null => [],
        { Kind: System.Text.Json.JsonValueKind.Array } => node.Items,
        _ when node["$values"] is { } values => values.Items,
        { IsObject: true } => [node],
        _ => [],
    };
}

/// <summary>Variables, inputs and outputs that a workflow or container declares.</summary>
internal static class ElsaVariables
{
    public static IReadOnlyList<ElsaVariable> Read(ElsaNode? list, string? owner, ElsaFindings findings)
    {
        var variables = new List<ElsaVariable>();
        foreach (var node in ElsaList.Of(list))
        {
            var name = node.TextOf("name") ?? "";
            if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal) || name[0] == '$')
            {
                findings.Error("variable-name", owner, node,
                    $"„{name}“ kann hier keine Variable heißen: Der Name ist leer oder enthält einen Punkt.");
                continue;
            }

            var type = node.TextOf("typeName") ?? node.TextOf("type");
            variables.Add(new ElsaVariable(node.TextOf("id") ?? name, name, type, node.Flag("isArray"), node["value"]));
        }

        return variables;
    }

    /// <summary>The values variables begin with.</summary>
    public static ImmutableArray<VariableMapping> Initial(IEnumerable<ElsaVariable> variables, string? owner, ElsaFindings findings)
    {
        var mappings = ImmutableArray.CreateBuilder<VariableMapping>();
        foreach (var variable in variables)
        {
            var value = variable.Value is { } node ? ElsaExpressions.Value(node) : FeelNull.Instance;
            try
            {
                value = value is FeelString { Value: "" } && variable.FullType is not "String" ? FeelNull.Instance
                    : value.IsNull ? value : ElsaTypes.Convert(value, variable.FullType);
            }
            catch (FeelScriptException e)
            {
                findings.Error("variable-value", owner, variable.Value!, $"Der Wert der Variable „{variable.Name}“: {e.Message}");
            }

            mappings.Add(new VariableMapping(ElsaExpressions.Constant(value), variable.Name));
        }

        return mappings.ToImmutable();
    }
}

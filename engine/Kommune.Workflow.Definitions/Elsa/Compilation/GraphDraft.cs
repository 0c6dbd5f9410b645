using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>A graph while it is being made.</summary>
internal sealed class GraphDraft
{
    private readonly List<Element> elements = [];
    private readonly List<SequenceFlow> flows = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public Element this[int index]
    {
        get => elements[index];
        set => elements[index] = value;
    }

    public bool Contains(string id) => ids.Contains(id);

    public int Add(Element element)
    {
        ids.Add(element.Id);
        elements.Add(element with { Index = elements.Count });
        return elements.Count - 1;
    }

    public void Connect(int source, int target, string outcome = SequenceFlow.Done, string? name = null,
        FeelExpression? condition = null) =>
        flows.Add(new SequenceFlow(flows.Count, $"flow-{flows.Count + 1}", name, source, target, condition) { Outcome = outcome });

    public bool HasFlowTo(int element) => flows.Exists(flow => flow.Target == element);

    public ProcessGraph Build(ProcessSettings settings)
    {
        var outgoing = flows.ToLookup(flow => flow.Source, flow => flow.Index);
        var incoming = flows.ToLookup(flow => flow.Target, flow => flow.Index);
        var children = elements.Where(element => element.Scope != Element.None)
            .ToLookup(element => element.Scope, element => element.Index);
        return new ProcessGraph(
            [.. elements.Select(element => element with
            {
                Outgoing = [.. outgoing[element.Index]],
                Incoming = [.. incoming[element.Index]],
                Children = [.. children[element.Index]],
            })],
            [.. flows],
            settings);
    }
}

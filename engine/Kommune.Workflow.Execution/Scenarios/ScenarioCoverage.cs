namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>A step that did not go as told.</summary>
/// <param name="Line">The step's line.</param>
/// <param name="Message">What was expected and what happened instead, in German.</param>
public sealed record ScenarioDeviation(int Line, string Message);

/// <summary>Where cases went: how often each element was entered and each flow taken, by process.</summary>
/// <param name="Elements">By process id and element id.</param>
/// <param name="Flows">By process id and flow id.</param>
public sealed record ScenarioCoverage(
    IReadOnlyDictionary<(string ProcessId, string Id), int> Elements, IReadOnlyDictionary<(string ProcessId, string Id), int> Flows)
{
    public static ScenarioCoverage Of(IEnumerable<VirtualInstance> instances)
    {
        var elements = new Dictionary<(string, string), int>();
        var flows = new Dictionary<(string, string), int>();
        foreach (var instance in instances)
        {
            var graph = instance.Graph;
            foreach (var e in instance.Journal.SelectMany(entry => entry.Events))
            {
                // The body of a loop holds its rounds together; the rounds are what was done.
                if (e is ElementActivated { Role: not InstanceRole.LoopBody } activated)
                {
                    Add(elements, (graph.ProcessId, graph.Elements[activated.Element].Id));
                }
                else if (e is FlowTaken taken)
                {
                    Add(flows, (graph.ProcessId, graph.Flows[taken.Flow].Id));
                }
            }
        }

        return new ScenarioCoverage(elements, flows);
    }

    private static void Add(Dictionary<(string, string), int> counts, (string, string) key) =>
        counts[key] = counts.GetValueOrDefault(key) + 1;
}

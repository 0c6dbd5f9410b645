using System.Collections.Immutable;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>One structural rule of the standard.</summary>
/// <param name="Names">
/// The names its findings carry. The list of BPMN constraints we number after (EXT, REF) states some constraints once for each
/// element type they concern; a finding is then given under each of these names.
/// </param>
/// <param name="Clause">Where BPMN 2.0.2 says so.</param>
/// <param name="Check">Looks for breaches.</param>
internal sealed record Rule(ImmutableArray<string> Names, string Clause, Action<RuleCheck> Check)
{
    public Rule(string name, string clause, Action<RuleCheck> check)
        : this([name], clause, check)
    {
    }
}

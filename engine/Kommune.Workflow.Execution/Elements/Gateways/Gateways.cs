using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Takes the first way whose condition holds (BPMN 2.0.2, 13.4.2).</summary>
internal sealed class ExclusiveGateway : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element) =>
        Transitions.Leave(turn, instance, element);

    public override string? ChooseFlows(Turn turn, ElementInstance instance, Element element, List<int> chosen) =>
        Outflow.First(turn, instance, element, chosen);
}

/// <summary>Takes every way at once (13.4.1); <see cref="Joins"/> waits for all.</summary>
internal sealed class ParallelGateway : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element) =>
        Transitions.Leave(turn, instance, element);

    public override string? ChooseFlows(Turn turn, ElementInstance instance, Element element, List<int> chosen) =>
        Outflow.All(element, chosen);
}

/// <summary>Takes every way whose condition holds (13.4.3); <see cref="LateJoins"/> waits for all that can still come.</summary>
internal sealed class InclusiveGateway : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element) =>
        Transitions.Leave(turn, instance, element);

    public override string? ChooseFlows(Turn turn, ElementInstance instance, Element element, List<int> chosen) =>
        Outflow.EveryThatHolds(turn, instance, element, chosen);
}

using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>How one type of element behaves. Rules hold no state: everything is in the turn.</summary>
internal abstract class ElementRule
{
    /// <summary>Does the element's work, or begins to wait. Inputs are mapped and boundary events wait already.</summary>
    public abstract void Activate(Turn turn, ElementInstance instance, Element element);

    /// <summary>Names the flows to take; null, or why none can be named (German).</summary>
    public virtual string? ChooseFlows(Turn turn, ElementInstance instance, Element element, List<int> chosen) =>
        Outflow.Conditional(turn, instance, element, chosen);

    /// <summary>Nothing moves any more and something inside the container has changed.</summary>
    public virtual void Settle(Turn turn, ElementInstance instance, Element element)
    {
    }

    /// <summary>Goes on after an incident that did not keep the instance from being active.</summary>
    public virtual void Retry(Turn turn, ElementInstance instance, Element element)
    {
    }
}

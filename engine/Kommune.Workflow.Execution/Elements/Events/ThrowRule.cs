using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Intermediate throw events and end events: they throw all their events, compensation last, then complete.</summary>
internal sealed class ThrowRule : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Job is not null)
        {
            JobTask.CreateJob(turn, instance, element);
            return;
        }

        foreach (var definition in element.Events)
        {
            if (!Throwing.Throw(turn, instance, definition))
            {
                return;
            }
        }

        foreach (var definition in element.Events)
        {
            if (definition is CompensateEvent compensate)
            {
                Compensations.Claim(turn, instance, compensate);
            }
        }

        if (!Compensations.Begin(turn, instance, WaitsForCompensation(element)))
        {
            Transitions.Complete(turn, instance);
        }
    }

    public override void Retry(Turn turn, ElementInstance instance, Element element) => JobTask.RetryJob(turn, instance);

    private static bool WaitsForCompensation(Element element)
    {
        foreach (var definition in element.Events)
        {
            if (definition is CompensateEvent { WaitForCompletion: true })
            {
                return true;
            }
        }

        return false;
    }
}

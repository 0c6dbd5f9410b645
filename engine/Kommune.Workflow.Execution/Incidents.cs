namespace Kommune.Workflow.Execution;

/// <summary>An instance that is stuck waits for a person: raising, resolving and going on.</summary>
internal static class Incidents
{
    /// <summary>Keeps the instance in <paramref name="state"/> with an incident; messages are German, operators read them.</summary>
    public static void Raise(
        Turn turn, ElementInstance instance, ElementState state, IncidentKind kind, string message, int? job = null)
    {
        Transitions.Stay(turn, instance, state);
        Resolve(turn, instance);
        turn.Emit(new IncidentRaised(new Incident(
            turn.State.NextNumber, instance.Number, instance.Element, kind, message, turn.Now, job)));
    }

    /// <summary>Takes the incident off, if there is one: the instance goes on or ends.</summary>
    public static void Resolve(Turn turn, ElementInstance instance)
    {
        if (instance.Incident != 0)
        {
            turn.Emit(new IncidentResolved(instance.Incident));
        }
    }
}

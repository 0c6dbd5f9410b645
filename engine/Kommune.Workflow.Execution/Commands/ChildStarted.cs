using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>The called process was started; or could not be, with the reason (an incident at the call activity).</summary>
[MessagePackObject]
public sealed record ChildStarted(
    [property: Key(0)] int ElementInstance, [property: Key(1)] InstanceKey? Child, [property: Key(2)] string? Problem) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (Refusal.Find(turn, ElementInstance, out ElementInstance instance) is { } missing)
        {
            return missing;
        }

        if (Child is { } child)
        {
            turn.Emit(new ChildLinked(ElementInstance, child));
        }
        else
        {
            var message = Problem ?? "Der aufgerufene Prozess konnte nicht starten.";
            Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.CalledElement, message);
        }

        return null;
    }
}

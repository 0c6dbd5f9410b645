using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Tries again what got stuck.</summary>
[MessagePackObject]
public sealed record ResolveIncident([property: Key(0)] int Incident) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (!turn.State.Incidents.TryGetValue(Incident, out var incident))
        {
            return Refusal.NotFound($"Expected incident {Incident} to be open, but it is not.", "Diese Störung ist bereits behoben.");
        }

        var instance = turn.State.Get(incident.ElementInstance);
        Incidents.Resolve(turn, instance);
        Transitions.Retry(turn, instance);
        return null;
    }
}

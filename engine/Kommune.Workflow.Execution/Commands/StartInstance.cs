using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Creates the instance.</summary>
/// <param name="Key">The key the instance gets.</param>
/// <param name="DefinitionKey">The key of the definition version it runs on.</param>
/// <param name="Variables">A context of start variables; null for none.</param>
/// <param name="StartElement">The start event (or instantiating task or gateway event) triggered; null: the none start event.</param>
/// <param name="Parent">The call activity instance that waits for this one, or null.</param>
/// <param name="CaseNumber">The number people use for the case, such as <c>HS-2026-0438</c>; null: none.</param>
/// <param name="StartInstructions">Ids of elements to start before, instead of the start event; empty: the start event.</param>
/// <param name="CallDepth">How many calls lead to it, as <see cref="StartChild"/> says; 0 when nobody called it.</param>
/// <param name="StartEventIndex">
/// Which of the start element's events occurred: one that needs all of them waits for the others. <see cref="Element.None"/>:
/// all that it needs.
/// </param>
[MessagePackObject]
public sealed record StartInstance(
    [property: Key(0)] InstanceKey Key,
    [property: Key(1)] long DefinitionKey,
    [property: Key(2)] FeelContext? Variables,
    [property: Key(3)] string? StartElement = null,
    [property: Key(4)] long? Parent = null,
    [property: Key(5)] string? CaseNumber = null,
    [property: Key(6)] ImmutableArray<string>? StartInstructions = null,
    [property: Key(7)] int CallDepth = 0,
    [property: Key(8)] int StartEventIndex = Element.None) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (turn.State.Status != InstanceStatus.None)
        {
            return Refusal.InvalidState("Expected a new instance, but it has been started.", "Der Vorgang läuft bereits.");
        }

        var start = StartElement is null ? null : turn.Graph.Find(StartElement);
        if ((Refusal.TooLarge(turn, Variables) ?? RefuseStart(turn, start) ?? RefuseInstructions(turn)) is { } refusal)
        {
            return refusal;
        }

        turn.Emit(new InstanceStarted(Key, DefinitionKey, turn.Now, Parent, CaseNumber, CallDepth));
        turn.TitleIsStale = true;
        var process = Transitions.Activate(turn, turn.Graph.Process, Element.None);

        // What came with an event that maps its outputs goes through that mapping only.
        var mapped = start is { Outputs.IsEmpty: false };
        Mapping.SetLocal(turn, process.Number, mapped ? null : Variables);
        Instantiation.Open(turn, process);
        if (StartInstructions is { IsDefaultOrEmpty: false } ids)
        {
            foreach (var id in ids)
            {
                ScopeSearch.Activate(turn, turn.Graph.Find(id)!, ancestor: null);
            }
        }
        else if (start is null)
        {
            SubProcess.Start(turn, process, turn.Graph.Process);
        }
        else
        {
            Instantiation.StartAt(turn, process, start, StartEventIndex, mapped ? Variables : null);
        }

        return null;
    }

    private Rejection? RefuseStart(Turn turn, Element? start)
    {
        if (StartElement is not null && (start is null || !Instantiation.MayStart(turn.Graph, start)))
        {
            return Refusal.InvalidArgument(
                $"Expected '{StartElement}' to be an element that starts the process, but it is not.",
                $"Der Prozess kann nicht bei „{StartElement}“ beginnen.");
        }

        var isByHand = StartElement is null && StartInstructions is not { IsDefaultOrEmpty: false };
        return isByHand && !Instantiation.MayStartByHand(turn.Graph)
            ? Refusal.InvalidArgument(
                $"Expected process '{turn.Graph.ProcessId}' to have a none start event, but it starts by events only.",
                "Dieser Prozess beginnt nur durch ein Ereignis, nicht von Hand.")
            : null;
    }

    private Rejection? RefuseInstructions(Turn turn)
    {
        if (StartInstructions is not { IsDefaultOrEmpty: false } ids)
        {
            return null;
        }

        foreach (var id in ids)
        {
            if (ScopeSearch.RefuseNew(turn, id) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}

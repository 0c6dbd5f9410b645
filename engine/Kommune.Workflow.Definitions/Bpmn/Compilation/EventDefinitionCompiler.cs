using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles one event definition; links and compensated activities get their indices from <see cref="ProcessCompiler"/>.</summary>
internal sealed class EventDefinitionCompiler(CompileContext context)
{
    private readonly MessageCompiler messages = new(context);

    public EventDefinition? Catch(XElement node, XElement definition) => definition.Kind() switch
    {
        "messageEventDefinition" => messages.Receive(node, definition),
        "errorEventDefinition" => new ErrorEvent(
            Code(definition, "errorRef", "errorCode"),
            Property(node, "kommune:errorCodeVariable"),
            Property(node, "kommune:errorMessageVariable")),
        "escalationEventDefinition" => new EscalationEvent(
            Code(definition, "escalationRef", "escalationCode"), Property(node, "kommune:escalationCodeVariable")),
        _ => Both(node, definition),
    };

    public EventDefinition? Throw(XElement node, XElement definition) => definition.Kind() switch
    {
        "messageEventDefinition" => messages.Throw(node, definition),
        "errorEventDefinition" => Code(definition, "errorRef", "errorCode") is { } code
            ? new ErrorEvent(code) : Missing(definition, "Fehler", "Fehlercode"),
        "escalationEventDefinition" => Code(definition, "escalationRef", "escalationCode") is { } code
            ? new EscalationEvent(code) : Missing(definition, "Eskalation", "Eskalationscode"),
        _ => Both(node, definition),
    };

    private static string? Property(XElement node, string name) => node.Properties().GetValueOrDefault(name);

    private EventDefinition? Both(XElement node, XElement definition)
    {
        switch (definition.Kind())
        {
            case "timerEventDefinition":
                return Timer(definition);
            case "signalEventDefinition":
                var signal = context.Document.Target(definition, "signalRef");
                return signal is not null && context.Expressions.Text(signal, signal.Attr("name")) is { } name
                    ? new SignalEvent(name) : Missing(definition, "Signal", "Name");
            case "conditionalEventDefinition":
                return definition.Child("condition") is { } condition && context.Expressions.Formal(condition) is { } compiled
                    ? new ConditionalEvent(compiled) : null;
            case "linkEventDefinition":
                return new LinkEvent(definition.Attr("name") ?? node.Attr("name") ?? string.Empty, Element.None);
            case "terminateEventDefinition":
                return new TerminateEvent();
            case "compensateEventDefinition":
                return new CompensateEvent(Element.None, definition.Flag("waitForCompletion", absent: true));
            case "cancelEventDefinition":
                return new CancelEvent();
            default:
                return null;
        }
    }

    private TimerEvent? Timer(XElement definition)
    {
        foreach (var (child, kind) in new[]
            { ("timeDate", TimerKind.Date), ("timeDuration", TimerKind.Duration), ("timeCycle", TimerKind.Cycle) })
        {
            if (definition.Child(child) is { } expression)
            {
                return context.Expressions.Text(expression, expression.Value) is { } value ? new TimerEvent(kind, value) : null;
            }
        }

        return null;
    }

    private TextValue? Code(XElement definition, string reference, string attribute) =>
        context.Document.Target(definition, reference) is { } declared
            ? context.Expressions.Text(declared, declared.Attr(attribute)) : null;

    private EventDefinition? Missing(XElement definition, string what, string attribute)
    {
        context.Findings.Error("kommune.event-reference-missing", definition,
            $"Dem Ereignis fehlt die Angabe, worum es geht: Verweisen Sie auf {what} mit {attribute}.");
        return null;
    }
}

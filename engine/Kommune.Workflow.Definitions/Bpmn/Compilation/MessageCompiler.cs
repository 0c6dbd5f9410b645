using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles the messages that events and tasks wait for or send.</summary>
internal sealed class MessageCompiler(CompileContext context)
{
    /// <param name="node">The event or task.</param>
    /// <param name="definition">Where the message is referred to: the event definition, or the task itself.</param>
    public MessageEvent? Receive(XElement node, XElement definition)
    {
        var message = context.Document.Target(definition, "messageRef");
        return Name(node, message) is not { } name
            ? null
            : new MessageEvent(name, CorrelationKey(message)) { Condition = Condition(node) };
    }

    /// <inheritdoc cref="Receive"/>
    public MessageEvent? Throw(XElement node, XElement definition)
    {
        var message = context.Document.Target(definition, "messageRef");
        if (Name(node, message) is not { } name)
        {
            return null;
        }

        var publish = node.Zeebe("publishMessage");
        if (publish?.Attr("messageId") is { Length: > 0 })
        {
            context.Findings.Error("kommune.message-id", publish,
                "Eine eigene Kennung der Nachricht (messageId) wird nicht unterstützt: Jede Nachricht wird genau "
                + "einmal veröffentlicht.");
        }

        var key = publish?.Attr("correlationKey") is { } text && !string.IsNullOrWhiteSpace(text)
            ? context.Expressions.ValueOf(publish, text)
            : CorrelationKey(message);
        return new MessageEvent(name, key, TimeToLive(publish));
    }

    private TextValue? Name(XElement node, XElement? message)
    {
        if (message is not null && context.Expressions.Text(message, message.Attr("name")) is { } name)
        {
            return name;
        }

        if (context.MessageFlows.For(node) is { } flowName)
        {
            return TextValue.Fixed(flowName);
        }

        context.Findings.Error("kommune.message-without-name", node,
            "Es ist nicht festgelegt, um welche Nachricht es geht: Wählen Sie eine Nachricht mit Namen oder "
            + "verbinden Sie Sender "
            + "und Empfänger durch einen Nachrichtenfluss.");
        return null;
    }

    private Kommune.Workflow.Expressions.FeelExpression? CorrelationKey(XElement? message) =>
        message?.Zeebe("subscription", "correlationKey") is { } key
            ? context.Expressions.ValueOf(message.Zeebe("subscription")!, key) : null;

    private Kommune.Workflow.Expressions.FeelExpression? Condition(XElement node) =>
        node.Properties().GetValueOrDefault("kommune:condition") is { Length: > 0 } text
            ? context.Expressions.ValueOf(node, text)
            : null;

    private TextValue? TimeToLive(XElement? publish)
    {
        var value = publish is null ? null : context.Expressions.Text(publish, publish.Attr("timeToLive"));
        if (value?.Text is { } text && !Period.TryParse(text, out _))
        {
            context.Findings.Error("kommune.time-to-live-invalid", publish,
                $"„{text}“ ist keine Dauer nach ISO 8601, zum Beispiel PT1H.");
        }

        return value;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Each reference of the standard leads to an element of the kind it is meant for.</summary>
/// <remarks>Named REF.n after the reference's number in the constraint list.</remarks>
internal static class ReferenceRules
{
    private static readonly string[] Definitions = [.. BpmnKinds.EventDefinitions];
    private static readonly string[] Callable = ["process", .. BpmnKinds.GlobalTasks];
    private static readonly string[] ItemAware =
        ["property", "dataObject", "dataInput", "dataOutput", "dataStore", "dataStoreReference", "dataObjectReference"];
    private static readonly string[] FlowNodes = [.. BpmnKinds.FlowNodes.Keys, .. BpmnKinds.Choreography];
    private static readonly string[] InteractionNodes =
        ["participant", .. BpmnKinds.Activities, .. BpmnKinds.CatchEvents, .. BpmnKinds.ThrowEvents];
    private static readonly string[] Resources = ["resourceRole", "performer", "humanPerformer", "potentialOwner"];

    public static ImmutableArray<Rule> All { get; } =
    [
        Attribute(4, ["association"], "sourceRef", []),
        Attribute(5, ["association"], "targetRef", []),
        Attribute(6, ["group"], "categoryValueRef", ["categoryValue"]),
        Child(7, ["correlationKey"], "correlationPropertyRef", ["correlationProperty"]),
        Attribute(8, ["correlationPropertyRetrievalExpression"], "messageRef", ["message"]),
        Attribute(9, ["correlationSubscription"], "correlationKeyRef", ["correlationKey"]),
        Attribute(10, ["correlationPropertyBinding"], "correlationPropertyRef", ["correlationProperty"]),
        Attribute(11, ["error"], "structureRef", ["itemDefinition"]),
        Attribute(12, ["escalation"], "structureRef", ["itemDefinition"]),
        Attribute(13, ["formalExpression"], "evaluatesToTypeRef", ["itemDefinition"]),
        Child(14, FlowNodes, "categoryValueRef", ["categoryValue"]),
        Attribute(16, ["message"], "itemRef", ["itemDefinition"]),
        Attribute(17, ["resourceParameter"], "type", ["itemDefinition"]),
        Attribute(18, ["sequenceFlow"], "sourceRef", FlowNodes),
        Attribute(19, ["sequenceFlow"], "targetRef", FlowNodes),
        Child(20, FlowNodes, "incoming", ["sequenceFlow"]),
        Child(21, FlowNodes, "outgoing", ["sequenceFlow"]),
        Child(23, ["operation"], "inMessageRef", ["message"]),
        Child(24, ["operation"], "outMessageRef", ["message"]),
        Child(25, ["operation"], "errorRef", ["error"]),
        Child(27, ["collaboration", "choreography", "globalConversation"], "choreographyRef", ["choreography"]),
        Attribute(28, ["participant"], "processRef", ["process"]),
        Child(29, ["participant"], "interfaceRef", ["interface"]),
        Child(30, ["participant"], "endPointRef", ["endPoint"]),
        Child(31, ["partnerEntity"], "participantRef", ["participant"]),
        Child(32, ["partnerRole"], "participantRef", ["participant"]),
        Child(33, ["participantAssociation"], "innerParticipantRef", ["participant"]),
        Child(34, ["participantAssociation"], "outerParticipantRef", ["participant"]),
        Attribute(35, ["messageFlow"], "sourceRef", InteractionNodes),
        Attribute(36, ["messageFlow"], "targetRef", InteractionNodes),
        Attribute(37, ["messageFlow"], "messageRef", ["message"]),
        Child(47, ["process"], "supports", ["process"]),
        Attribute(48, ["process"], "definitionalCollaborationRef", ["collaboration"]),
        Attribute(49, BpmnKinds.Activities, "default", ["sequenceFlow"]),
        Child(50, Resources, "resourceRef", ["resource"]),
        Attribute(51, ["resourceParameterBinding"], "parameterRef", ["resourceParameter"]),
        Attribute(52, ["serviceTask"], "operationRef", ["operation"]),
        Attribute(53, ["sendTask"], "messageRef", ["message"]),
        Attribute(54, ["sendTask"], "operationRef", ["operation"]),
        Attribute(55, ["receiveTask"], "messageRef", ["message"]),
        Attribute(56, ["receiveTask"], "operationRef", ["operation"]),
        CalledElement,
        Child(58, Callable, "supportedInterfaceRef", ["interface"]),
        Attribute(59, ["ioBinding"], "inputDataRef", ["dataInput"]),
        Attribute(60, ["ioBinding"], "outputDataRef", ["dataOutput"]),
        Attribute(61, ["ioBinding"], "operationRef", ["operation"]),
        Child(62, ["multiInstanceLoopCharacteristics"], "loopDataInputRef", ItemAware),
        Child(63, ["multiInstanceLoopCharacteristics"], "loopDataOutputRef", ItemAware),
        Attribute(64, ["multiInstanceLoopCharacteristics"], "oneBehaviorEventRef", Definitions),
        Attribute(65, ["multiInstanceLoopCharacteristics"], "noneBehaviorEventRef", Definitions),
        Attribute(66, ["dataObject"], "itemSubjectRef", ["itemDefinition"]),
        Attribute(67, ["dataObjectReference"], "itemSubjectRef", ["itemDefinition"]),
        Attribute(68, ["dataObjectReference"], "dataObjectRef", ["dataObject"]),
        Attribute(69, ["dataStore"], "itemSubjectRef", ["itemDefinition"]),
        Attribute(70, ["dataStoreReference"], "itemSubjectRef", ["itemDefinition"]),
        Attribute(71, ["dataStoreReference"], "dataStoreRef", ["dataStore"]),
        Attribute(72, ["property"], "itemSubjectRef", ["itemDefinition"]),
        Attribute(73, ["dataInput", "inputDataItem"], "itemSubjectRef", ["itemDefinition"]),
        Attribute(74, ["dataOutput", "outputDataItem"], "itemSubjectRef", ["itemDefinition"]),
        Child(75, ["inputSet"], "dataInputRefs", ["dataInput"]),
        Child(76, ["inputSet"], "optionalInputRefs", ["dataInput"]),
        Child(77, ["inputSet"], "whileExecutingInputRefs", ["dataInput"]),
        Child(78, ["inputSet"], "outputSetRefs", ["outputSet"]),
        Child(79, ["outputSet"], "dataOutputRefs", ["dataOutput"]),
        Child(80, ["outputSet"], "optionalOutputRefs", ["dataOutput"]),
        Child(81, ["outputSet"], "whileExecutingOutputRefs", ["dataOutput"]),
        Child(82, ["outputSet"], "inputSetRefs", ["inputSet"]),
        Child(83, ["dataInputAssociation", "dataOutputAssociation"], "sourceRef", ItemAware),
        Child(84, ["dataInputAssociation", "dataOutputAssociation"], "targetRef", ItemAware),
        Child(85, BpmnKinds.CatchEvents, "eventDefinitionRef", Definitions),
        Child(86, BpmnKinds.ThrowEvents, "eventDefinitionRef", Definitions),
        Attribute(87, ["boundaryEvent"], "attachedToRef", BpmnKinds.Activities),
        Attribute(88, ["compensateEventDefinition"], "activityRef", BpmnKinds.Activities),
        Attribute(89, ["errorEventDefinition"], "errorRef", ["error"]),
        Attribute(90, ["escalationEventDefinition"], "escalationRef", ["escalation"]),
        Child(91, ["linkEventDefinition"], "source", ["linkEventDefinition"]),
        Child(92, ["linkEventDefinition"], "target", ["linkEventDefinition"]),
        Attribute(93, ["messageEventDefinition"], "messageRef", ["message"]),
        Child(94, ["messageEventDefinition"], "operationRef", ["operation"]),
        Attribute(95, ["signalEventDefinition"], "signalRef", ["signal"]),
        Attribute(96, ["exclusiveGateway"], "default", ["sequenceFlow"]),
        Attribute(97, ["inclusiveGateway"], "default", ["sequenceFlow"]),
        Attribute(98, ["complexGateway"], "default", ["sequenceFlow"]),
        Attribute(99, ["lane"], "partitionElementRef", []),
        Child(100, ["lane"], "flowNodeRef", FlowNodes),
    ];

    /// <summary>A called element may stand in another document; one of this document must be callable.</summary>
    private static Rule CalledElement => new("REF.57", "8.2", check =>
    {
        foreach (var call in check.All("callActivity"))
        {
            if (check.Document.Target(call, "calledElement") is { } target && !Callable.Contains(target.Kind()))
            {
                check.Refuse(call,
                    $"calledElement führt zu „{target.Id()}“ ({target.Kind()}), das kein aufrufbarer Prozess ist.");
            }
        }
    });

    private static Rule Attribute(int number, IEnumerable<string> owners, string name, IReadOnlyCollection<string> targets) =>
        New(number, name, targets, check => check.All(owners).Where(o => o.Attr(name) is not null).Select(o => (o, o.Attr(name)!)));

    private static Rule Child(int number, IEnumerable<string> owners, string name, IReadOnlyCollection<string> targets) =>
        New(number, name, targets, check => check.All(owners).SelectMany(o => o.Children(name)).Select(r => (r, r.Value)));

    private static Rule New(
        int number, string name, IReadOnlyCollection<string> targets,
        Func<RuleCheck, IEnumerable<(XElement Element, string Reference)>> references) =>
        new(string.Create(CultureInfo.InvariantCulture, $"REF.{number}"), "8.2", check =>
        {
            foreach (var (element, reference) in references(check))
            {
                Check(check, element, reference, name, targets);
            }
        });

    private static void Check(
        RuleCheck check, XElement element, string reference, string name, IReadOnlyCollection<string> targets)
    {
        if (IsImported(check, element, reference))
        {
            return;
        }

        if (check.Document.Find(reference) is not { } target)
        {
            check.Refuse(element, $"Der Verweis {name} führt ins Leere: Es gibt kein Element „{reference.Trim()}“.");
        }
        else if (targets.Count > 0 && !targets.Contains(target.Kind()))
        {
            var wanted = string.Join(", ", targets.Take(3));
            check.Refuse(
                element, $"Der Verweis {name} führt zu „{reference.Trim()}“ ({target.Kind()}), erwartet wird: {wanted}.");
        }
    }

    /// <summary>A qualified name of another namespace means an imported document, which is not at hand here.</summary>
    private static bool IsImported(RuleCheck check, XElement element, string reference)
    {
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon > 0 ? reference[..colon].Trim() : null;
        return prefix is not null && element.GetNamespaceOfPrefix(prefix) is { } other
            && other.NamespaceName != check.Document.Definitions.Attr("targetNamespace")
            && check.All("import").Any(i => i.Attr("namespace") == other.NamespaceName);
    }
}

using System.Collections.Frozen;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>The structure of BPMN 2.0 documents: which attributes and children each element has.</summary>
/// <remarks>
/// <para>Attributes: <c>name</c>, <c>name!</c> when required, <c>name:b</c> boolean, <c>name:i</c> whole number, <c>name:A|B</c> one of
/// these. Children in their order: <c>x</c> once, <c>x?</c> at most once, <c>x*</c> any number; <c>@g</c> any element of a group.</para>
/// <para>A link's name and sets of an input-output specification are optional here, because editors leave them out.</para>
/// </remarks>
internal static class SchemaTable
{
    private const string Extensible = "documentation* extensionElements?";
    private const string FlowElement = $"{Extensible} auditing? monitoring? categoryValueRef*";
    private const string FlowNode = $"{FlowElement} incoming* outgoing*";
    private const string ActivityAttributes = "isForCompensation:b startQuantity:i completionQuantity:i default";
    private const string Activity = $"{FlowNode} ioSpecification? property* dataInputAssociation* dataOutputAssociation* "
        + "@resourceRole* @loopCharacteristics?";

    private const string SubProcess = $"{Activity} laneSet* @flowElement* @artifact*";
    private const string Catch = $"{FlowNode} property* dataOutput* dataOutputAssociation* outputSet? @eventDefinition*";
    private const string Throw = $"{FlowNode} property* dataInput* dataInputAssociation* inputSet? @eventDefinition*";
    private const string Callable = $"{Extensible} supportedInterfaceRef* ioSpecification? ioBinding*";
    private const string GatewayAttributes = "gatewayDirection:Unspecified|Converging|Diverging|Mixed";
    private const string Collaboration = $"{Extensible} participant* messageFlow* @artifact* @conversationNode* "
        + "conversationAssociation* participantAssociation* messageFlowAssociation* correlationKey* choreographyRef* conversationLink*";

    private const string Conversation = $"{Extensible} participantRef* messageFlowRef* correlationKey*";
    private const string ChoreographyActivity = $"{FlowNode} participantRef* correlationKey*";
    private const string ChoreographyAttributes =
        "initiatingParticipantRef! loopType:None|Standard|MultiInstanceSequential|MultiInstanceParallel";

    private const string Resource = $"{Extensible} resourceRef? resourceParameterBinding* resourceAssignmentExpression?";
    private const string Item = $"{Extensible} dataState?";

    public static FrozenDictionary<string, string[]> Groups { get; } = new Dictionary<string, string[]>
    {
        ["flowElement"] =
        [
            .. BpmnKinds.FlowNodes.Keys, .. BpmnKinds.Choreography, "sequenceFlow", "dataObject", "dataObjectReference",
            "dataStoreReference", "implicitThrowEvent", "event",
        ],
        ["artifact"] = ["association", "group", "textAnnotation"],
        ["rootElement"] =
        [
            .. BpmnKinds.EventDefinitions, .. BpmnKinds.GlobalTasks, "category", "collaboration", "choreography",
            "globalChoreographyTask", "globalConversation", "correlationProperty", "dataStore", "endPoint", "error", "escalation",
            "interface", "itemDefinition", "message", "partnerEntity", "partnerRole", "process", "resource", "signal",
        ],
        ["eventDefinition"] = [.. BpmnKinds.EventDefinitions, "eventDefinitionRef"],
        ["conversationNode"] = ["conversation", "subConversation", "callConversation"],
        ["resourceRole"] = ["resourceRole", "performer", "humanPerformer", "potentialOwner"],
        ["loopCharacteristics"] = ["standardLoopCharacteristics", "multiInstanceLoopCharacteristics"],
        ["expression"] = ["expression", "formalExpression"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static FrozenDictionary<string, SchemaType> Types { get; } = new SchemaType[]
    {
        new("definitions", "name targetNamespace! expressionLanguage typeLanguage exporter exporterVersion",
            "documentation* extensionElements? import* extension* @rootElement* relationship*"),
        new("import", "namespace! location! importType!", ""),
        new("extension", "definition mustUnderstand:b", "documentation*"),
        new("relationship", "type! direction:None|Forward|Backward|Both", $"{Extensible} source* target*"),

        // ---- what stands at the top ----
        new("process", "name processType:None|Public|Private isClosed:b isExecutable:b definitionalCollaborationRef",
            $"{Callable} auditing? monitoring? property* laneSet* @flowElement* @artifact* @resourceRole* "
            + "correlationSubscription* supports*"),
        new("globalTask", "name", $"{Callable} @resourceRole*"),
        new("globalManualTask", "name", $"{Callable} @resourceRole*"),
        new("globalUserTask", "name implementation", $"{Callable} @resourceRole* rendering*"),
        new("globalScriptTask", "name scriptLanguage", $"{Callable} @resourceRole* script?"),
        new("globalBusinessRuleTask", "name implementation", $"{Callable} @resourceRole*"),
        new("category", "name", $"{Extensible} categoryValue*"),
        new("categoryValue", "value", Extensible),
        new("error", "name errorCode structureRef", Extensible),
        new("escalation", "name escalationCode structureRef", Extensible),
        new("signal", "name structureRef", Extensible),
        new("message", "name itemRef", Extensible),
        new("itemDefinition", "structureRef isCollection:b itemKind:Information|Physical", Extensible),
        new("interface", "name! implementationRef", $"{Extensible} operation*"),
        new("operation", "name! implementationRef", $"{Extensible} inMessageRef? outMessageRef? errorRef*"),
        new("dataStore", "name capacity:i isUnlimited:b itemSubjectRef", Item),
        new("endPoint", "", Extensible),
        new("partnerEntity", "name", $"{Extensible} participantRef*"),
        new("partnerRole", "name", $"{Extensible} participantRef*"),
        new("resource", "name!", $"{Extensible} resourceParameter*"),
        new("resourceParameter", "name type isRequired:b", Extensible),
        new("correlationProperty", "name type", $"{Extensible} correlationPropertyRetrievalExpression*"),
        new("correlationPropertyRetrievalExpression", "messageRef!", $"{Extensible} messagePath?"),

        // ---- collaboration ----
        new("collaboration", "name isClosed:b", Collaboration),
        new("globalConversation", "name isClosed:b", Collaboration),
        new("choreography", "name isClosed:b", $"{Collaboration} @flowElement*"),
        new("globalChoreographyTask", "name isClosed:b initiatingParticipantRef", $"{Collaboration} @flowElement*"),
        new("participant", "name processRef", $"{Extensible} interfaceRef* endPointRef* participantMultiplicity?"),
        new("participantMultiplicity", "minimum:i maximum:i", Extensible),
        new("messageFlow", "name sourceRef! targetRef! messageRef", Extensible),
        new("conversation", "name", Conversation),
        new("subConversation", "name", $"{Conversation} @conversationNode*"),
        new("callConversation", "name calledCollaborationRef", $"{Conversation} participantAssociation*"),
        new("conversationLink", "name sourceRef! targetRef!", Extensible),
        new("conversationAssociation", "innerConversationNodeRef! outerConversationNodeRef!", Extensible),
        new("participantAssociation", "", $"{Extensible} innerParticipantRef? outerParticipantRef?"),
        new("messageFlowAssociation", "innerMessageFlowRef! outerMessageFlowRef!", Extensible),
        new("correlationKey", "name", $"{Extensible} correlationPropertyRef*"),
        new("correlationSubscription", "correlationKeyRef!", $"{Extensible} correlationPropertyBinding*"),
        new("correlationPropertyBinding", "correlationPropertyRef!", $"{Extensible} dataPath?"),
        new("choreographyTask", $"name {ChoreographyAttributes}", $"{ChoreographyActivity} messageFlowRef*"),
        new("subChoreography", $"name {ChoreographyAttributes}", $"{ChoreographyActivity} @flowElement* @artifact*"),
        new("callChoreography", $"name {ChoreographyAttributes} calledChoreographyRef", $"{ChoreographyActivity} participantAssociation*"),

        // ---- activities ----
        new("task", $"name {ActivityAttributes}", Activity),
        new("manualTask", $"name {ActivityAttributes}", Activity),
        new("userTask", $"name {ActivityAttributes} implementation", $"{Activity} rendering*"),
        new("serviceTask", $"name {ActivityAttributes} implementation operationRef", Activity),
        new("sendTask", $"name {ActivityAttributes} implementation messageRef operationRef", Activity),
        new("receiveTask", $"name {ActivityAttributes} implementation instantiate:b messageRef operationRef", Activity),
        new("scriptTask", $"name {ActivityAttributes} scriptFormat", $"{Activity} script?"),
        new("businessRuleTask", $"name {ActivityAttributes} implementation", Activity),
        new("callActivity", $"name {ActivityAttributes} calledElement", Activity),
        new("subProcess", $"name {ActivityAttributes} triggeredByEvent:b", SubProcess),
        new("transaction", $"name {ActivityAttributes} triggeredByEvent:b method", SubProcess),
        new("adHocSubProcess",
            $"name {ActivityAttributes} triggeredByEvent:b cancelRemainingInstances:b ordering:Parallel|Sequential",
            $"{SubProcess} completionCondition?"),
        new("standardLoopCharacteristics", "testBefore:b loopMaximum:i", $"{Extensible} loopCondition?"),
        new("multiInstanceLoopCharacteristics",
            "isSequential:b behavior:None|One|All|Complex oneBehaviorEventRef noneBehaviorEventRef",
            $"{Extensible} loopCardinality? loopDataInputRef? loopDataOutputRef? inputDataItem? outputDataItem? "
            + "complexBehaviorDefinition* completionCondition?"),
        new("complexBehaviorDefinition", "", $"{Extensible} condition event?"),
        new("resourceRole", "name", Resource),
        new("performer", "name", Resource),
        new("humanPerformer", "name", Resource),
        new("potentialOwner", "name", Resource),
        new("resourceParameterBinding", "parameterRef!", $"{Extensible} @expression?"),
        new("resourceAssignmentExpression", "", $"{Extensible} @expression?"),
        new("rendering", "", Extensible),

        // ---- gateways and flows ----
        new("exclusiveGateway", $"name default {GatewayAttributes}", FlowNode),
        new("inclusiveGateway", $"name default {GatewayAttributes}", FlowNode),
        new("parallelGateway", $"name {GatewayAttributes}", FlowNode),
        new("complexGateway", $"name default {GatewayAttributes}", $"{FlowNode} activationCondition?"),
        new("eventBasedGateway", $"name instantiate:b eventGatewayType:Exclusive|Parallel {GatewayAttributes}", FlowNode),
        new("sequenceFlow", "name sourceRef! targetRef! isImmediate:b", $"{FlowElement} conditionExpression?"),
        new("laneSet", "name", $"{Extensible} lane*"),
        new("childLaneSet", "name", $"{Extensible} lane*"),
        new("lane", "name partitionElementRef", $"{Extensible} partitionElement? flowNodeRef* childLaneSet?"),

        // ---- events ----
        new("startEvent", "name isInterrupting:b parallelMultiple:b", Catch),
        new("intermediateCatchEvent", "name parallelMultiple:b", Catch),
        new("boundaryEvent", "name cancelActivity:b parallelMultiple:b attachedToRef!", Catch),
        new("intermediateThrowEvent", "name", Throw),
        new("implicitThrowEvent", "name", Throw),
        new("event", "name", Throw),
        new("endEvent", "name", Throw),
        new("messageEventDefinition", "messageRef", $"{Extensible} operationRef?"),
        new("timerEventDefinition", "", $"{Extensible} timeDate? timeDuration? timeCycle?"),
        new("signalEventDefinition", "signalRef", Extensible),
        new("errorEventDefinition", "errorRef", Extensible),
        new("escalationEventDefinition", "escalationRef", Extensible),
        new("conditionalEventDefinition", "", $"{Extensible} condition?"),
        new("linkEventDefinition", "name", $"{Extensible} source* target*"),
        new("terminateEventDefinition", "", Extensible),
        new("compensateEventDefinition", "waitForCompletion:b activityRef", Extensible),
        new("cancelEventDefinition", "", Extensible),

        // ---- data ----
        new("dataObject", "name itemSubjectRef isCollection:b", $"{FlowElement} dataState?"),
        new("dataObjectReference", "name itemSubjectRef dataObjectRef", $"{FlowElement} dataState?"),
        new("dataStoreReference", "name itemSubjectRef dataStoreRef", $"{FlowElement} dataState?"),
        new("dataState", "name", Extensible),
        new("property", "name itemSubjectRef", Item),
        new("dataInput", "name itemSubjectRef isCollection:b", Item),
        new("dataOutput", "name itemSubjectRef isCollection:b", Item),
        new("inputDataItem", "name itemSubjectRef isCollection:b", Item),
        new("outputDataItem", "name itemSubjectRef isCollection:b", Item),
        new("ioSpecification", "", $"{Extensible} dataInput* dataOutput* inputSet* outputSet*"),
        new("inputSet", "name", $"{Extensible} dataInputRefs* optionalInputRefs* whileExecutingInputRefs* outputSetRefs*"),
        new("outputSet", "name", $"{Extensible} dataOutputRefs* optionalOutputRefs* whileExecutingOutputRefs* inputSetRefs*"),
        new("dataInputAssociation", "", $"{Extensible} sourceRef* targetRef? transformation? assignment*"),
        new("dataOutputAssociation", "", $"{Extensible} sourceRef* targetRef? transformation? assignment*"),
        new("assignment", "", $"{Extensible} from to"),
        new("ioBinding", "operationRef! inputDataRef! outputDataRef!", Extensible),

        // ---- artifacts ----
        new("association", "sourceRef! targetRef! associationDirection:None|One|Both", Extensible),
        new("group", "categoryValueRef", Extensible),
        new("textAnnotation", "textFormat", $"{Extensible} text?"),
    }.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
}

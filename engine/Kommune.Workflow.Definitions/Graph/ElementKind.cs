namespace Kommune.Workflow.Definitions;

/// <summary>What an element is: every executable element type of BPMN 2.0.2.</summary>
public enum ElementKind : byte
{
    /// <summary>The process itself, always element 0 of its graph.</summary>
    Process,

    Task,
    ManualTask,
    UserTask,
    ServiceTask,
    SendTask,
    ReceiveTask,
    ScriptTask,
    BusinessRuleTask,
    CallActivity,

    SubProcess,
    EventSubProcess,
    Transaction,
    AdHocSubProcess,

    ExclusiveGateway,
    ParallelGateway,
    InclusiveGateway,
    EventBasedGateway,
    ComplexGateway,

    StartEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    BoundaryEvent,
    EndEvent,
}

/// <summary>The groups of element types that share rules.</summary>
public static class ElementKinds
{
    public static bool IsContainer(this ElementKind kind) => kind is ElementKind.Process or ElementKind.SubProcess
        or ElementKind.EventSubProcess or ElementKind.Transaction or ElementKind.AdHocSubProcess;

    public static bool IsActivity(this ElementKind kind) =>
        kind is >= ElementKind.Task and <= ElementKind.AdHocSubProcess;

    public static bool IsGateway(this ElementKind kind) =>
        kind is >= ElementKind.ExclusiveGateway and <= ElementKind.ComplexGateway;

    public static bool IsEvent(this ElementKind kind) => kind is >= ElementKind.StartEvent;
}

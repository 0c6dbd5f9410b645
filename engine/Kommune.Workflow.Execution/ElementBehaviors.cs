using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Which rule each element type follows.</summary>
internal static class ElementBehaviors
{
    public static ElementRule Of(ElementKind kind) => Rules[(int)kind];

    private static readonly ElementRule[] Rules = [.. Enum.GetValues<ElementKind>().Select(Create)];

    private static ElementRule Create(ElementKind kind) => kind switch
    {
        // tasks
        ElementKind.Task or ElementKind.ManualTask => new PlainTask(),
        ElementKind.UserTask => new UserTaskRule(),
        ElementKind.ServiceTask => new JobTask(),
        ElementKind.SendTask => new SendTask(),
        ElementKind.ReceiveTask => new CatchRule(),
        ElementKind.ScriptTask => new ScriptTask(),
        ElementKind.BusinessRuleTask => new BusinessRuleTask(),
        ElementKind.CallActivity => new CallActivity(),

        // gateways
        ElementKind.ExclusiveGateway => new ExclusiveGateway(),
        ElementKind.ParallelGateway => new ParallelGateway(),
        ElementKind.InclusiveGateway => new InclusiveGateway(),
        ElementKind.EventBasedGateway => new EventBasedGateway(),
        ElementKind.ComplexGateway => new ComplexGateway(),

        // containers
        ElementKind.Process or ElementKind.SubProcess or ElementKind.EventSubProcess => new SubProcess(),
        ElementKind.Transaction => new Transaction(),
        ElementKind.AdHocSubProcess => new AdHocSubProcess(),

        // events
        ElementKind.StartEvent or ElementKind.BoundaryEvent => new HappenedEvent(),
        ElementKind.IntermediateCatchEvent => new CatchRule(),
        ElementKind.IntermediateThrowEvent or ElementKind.EndEvent => new ThrowRule(),
        _ => throw new InvalidOperationException($"Expected a known element kind, but got {kind}."),
    };
}

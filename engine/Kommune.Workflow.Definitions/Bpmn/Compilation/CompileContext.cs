namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>What every part of the compiler works with.</summary>
internal sealed record CompileContext(BpmnDocument Document, FindingList Findings)
{
    public ExpressionReader Expressions { get; } = new(Document, Findings);

    public MessageFlowNames MessageFlows { get; } = new(Document);
}

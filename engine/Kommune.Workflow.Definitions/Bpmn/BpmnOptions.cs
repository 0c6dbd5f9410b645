namespace Kommune.Workflow.Definitions;

/// <summary>Limits of a BPMN document; beyond one it is refused with a finding.</summary>
public sealed record BpmnOptions
{
    public static BpmnOptions Default { get; } = new();

    /// <summary>The most bytes of a document.</summary>
    public int DocumentBytesMax { get; init; } = 10 * 1024 * 1024;

    /// <summary>The most XML elements of a document, diagram included.</summary>
    public int ElementsMax { get; init; } = 100_000;

    /// <summary>How deep XML elements may be nested.</summary>
    public int DepthMax { get; init; } = 200;
}

namespace Kommune.Workflow.Server.Simulations;

/// <summary>What a simulation has to be told, filled with what is known.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Version">Its version; null: the draft.</param>
/// <param name="DefinitionKey">The version's key, for the drawing; null: the draft.</param>
/// <param name="Model">The draft's drawing as BPMN; null: a version.</param>
/// <param name="Groups">Who works on its tasks.</param>
/// <param name="Steps">Steps that take time.</param>
/// <param name="Choices">Places where ways part.</param>
public sealed record SimulationBasis(
    string ProcessId,
    int? Version,
    string? DefinitionKey,
    string? Model,
    IReadOnlyList<SimulationGroupBasis> Groups,
    IReadOnlyList<SimulationStepBasis> Steps,
    IReadOnlyList<SimulationChoiceBasis> Choices);

/// <param name="Id">The group; empty: tasks that name none.</param>
/// <param name="Name">Its name.</param>
/// <param name="People">Its members.</param>
public sealed record SimulationGroupBasis(string Id, string Name, int People);

/// <param name="ElementId">The element.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Type">BPMN type without prefix.</param>
/// <param name="Groups">For a task: who does it.</param>
/// <param name="MedianMinutes">Half take longer.</param>
/// <param name="P90Minutes">One in ten takes longer.</param>
/// <param name="Measured">Whether these are times of real tasks of the last year; otherwise a guess.</param>
public sealed record SimulationStepBasis(
    string ElementId,
    string? Name,
    string Type,
    IReadOnlyList<string> Groups,
    double MedianMinutes,
    double P90Minutes,
    bool Measured);

/// <param name="ElementId">The gateway.</param>
/// <param name="Name">Its question, or null.</param>
/// <param name="OneOf">Whether one way is taken (weights in relation); otherwise each for itself (per cent).</param>
/// <param name="Ways">The ways.</param>
public sealed record SimulationChoiceBasis(
    string ElementId, string? Name, bool OneOf, IReadOnlyList<SimulationWayBasis> Ways);

/// <param name="FlowId">The way.</param>
/// <param name="Name">Its label, or null.</param>
/// <param name="Target">The name of the step it leads to, or null.</param>
/// <param name="Weight">How often it is taken.</param>
public sealed record SimulationWayBasis(string FlowId, string? Name, string? Target, double Weight);

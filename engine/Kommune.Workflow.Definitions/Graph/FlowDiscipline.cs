namespace Kommune.Workflow.Definitions;

/// <summary>How tokens move among the children of a container.</summary>
public enum FlowDiscipline : byte
{
    /// <summary>As BPMN says.</summary>
    Bpmn,

    /// <summary>
    /// Children are started one after the other behind everything that is already on its way, and the container ends with the
    /// last of them. Flows as BPMN says.
    /// </summary>
    Queued,

    /// <summary>
    /// Queued; flows are chosen by outcomes, and every flow is counted, followed or not, when its source ends: an element runs when
    /// all flows that lead forward to it were counted (Elsa 3, counter mode; see ADR 0008).
    /// </summary>
    Counters,

    /// <summary>Queued; flows are chosen by outcomes, and each followed flow carries a token (Elsa 3, token mode; see ADR 0008).</summary>
    Tokens,
}

/// <summary>When an element runs whose container counts its flows or lets tokens go along them.</summary>
public enum MergeMode : byte
{
    /// <summary>Counters: <see cref="WaitAllActive"/>. Tokens: <see cref="Stream"/>.</summary>
    Default,

    /// <summary>Counters: once all flows were counted, and only if all were followed.</summary>
    WaitAll,

    /// <summary>Counters: once all flows were counted, if any was followed.</summary>
    WaitAllActive,

    /// <summary>Counters: with the first flow followed; what else could still lead here is ended.</summary>
    WaitAny,

    /// <summary>Tokens: unless something active leads here still; dead ways do not count.</summary>
    Stream,

    /// <summary>Tokens: once every flow that leads forward to it carries a token.</summary>
    Merge,

    /// <summary>Tokens: once every flow carries a token, those that lead back included.</summary>
    Converge,

    /// <summary>Tokens: for each that arrives, save those a first one has blocked.</summary>
    Cascade,

    /// <summary>Tokens: for the first that arrives; what else could still lead here is ended.</summary>
    Race,
}

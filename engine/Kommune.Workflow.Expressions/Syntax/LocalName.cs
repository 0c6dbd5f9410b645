namespace Kommune.Workflow.Expressions;

/// <summary>What is in sight at a place of the text: one local name, or a filtered item, and those around it.</summary>
/// <remarks>Each one stands for one <see cref="Frame"/> at evaluation.</remarks>
internal sealed class LocalName(string name, bool isFilter, LocalName? outer)
{
    public string Name => name;

    /// <summary>The frame holds a list's item whose entries can be named.</summary>
    public bool IsFilter => isFilter;

    public LocalName? Outer => outer;

    /// <summary>Whether the text mentions it.</summary>
    public bool IsRead { get; set; }
}

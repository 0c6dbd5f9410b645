using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>One instance of a <see cref="VirtualEngine"/>: its state and everything that led to it.</summary>
public sealed class VirtualInstance
{
    private readonly List<JournalEntry> journal = [];

    internal VirtualInstance(InstanceKey key, VirtualDefinition definition)
    {
        Key = key;
        Definition = definition;
        FirstDefinition = definition;
    }

    public InstanceKey Key { get; }

    /// <summary>The version it runs on.</summary>
    public VirtualDefinition Definition { get; internal set; }

    /// <summary>The version it was started on.</summary>
    public VirtualDefinition FirstDefinition { get; }

    public ProcessGraph Graph => Definition.Graph;

    public InstanceState State { get; internal set; } = new();

    /// <summary>The accepted commands with their events, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Journal => journal;

    internal void Record(JournalEntry entry) => journal.Add(entry);
}

/// <summary>A deployed version of a process.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Deployment">The deployment it came with: a call bound to it finds versions of the same one.</param>
/// <param name="Version">Its number within its process id, from 1.</param>
/// <param name="Graph">The process.</param>
public sealed record VirtualDefinition(long Key, int Deployment, int Version, ProcessGraph Graph);

using System.Collections.Frozen;
using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions;

/// <summary>One executable process, compiled from a definition document: immutable, safe to share between threads.</summary>
public sealed class ProcessGraph
{
    private readonly FrozenDictionary<string, Element> byId;

    /// <param name="elements">All elements; <c>elements[i].Index == i</c>, and element 0 is the process.</param>
    /// <param name="flows">All sequence flows; <c>flows[i].Index == i</c>.</param>
    /// <param name="settings">What the process says about itself.</param>
    public ProcessGraph(ImmutableArray<Element> elements, ImmutableArray<SequenceFlow> flows, ProcessSettings settings)
    {
        Elements = elements;
        Flows = flows;
        Settings = settings;
        byId = elements.ToFrozenDictionary(e => e.Id, StringComparer.Ordinal);
    }

    /// <summary>The process id: the key that versions share.</summary>
    public string ProcessId => Elements[0].Id;

    public string? Name => Elements[0].Name;

    public ImmutableArray<Element> Elements { get; }

    public ImmutableArray<SequenceFlow> Flows { get; }

    public ProcessSettings Settings { get; }

    public Element Process => Elements[0];

    /// <summary>The element with this id, or null.</summary>
    public Element? Find(string id) => byId.GetValueOrDefault(id);
}

/// <summary>What a process says about itself beyond its flow (attributes and <c>kommune:</c> properties of the process).</summary>
public sealed record ProcessSettings
{
    public string? VersionTag { get; init; }

    /// <summary>The title of a case in lists, computed over its variables (property <c>kommune:title</c>).</summary>
    public TextValue? Title { get; init; }

    /// <summary>The prefix of case numbers such as <c>HS-2026-0438</c> (property <c>kommune:caseNumber</c>).</summary>
    public string? CaseNumberPrefix { get; init; }

    /// <summary>How long a finished case is kept (property <c>kommune:retention</c>, ISO 8601); null: the installation's default.</summary>
    public Period? Retention { get; init; }

    /// <summary>The id of the form that starts a case by hand, if any.</summary>
    public string? StartFormId { get; init; }

    /// <summary>Groups that may start it by hand; empty: everyone (property <c>kommune:starters</c>).</summary>
    public ImmutableArray<string> Starters { get; init; } = [];

    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;
}

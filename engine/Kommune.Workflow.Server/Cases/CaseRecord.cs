using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Processes;

namespace Kommune.Workflow.Server.Cases;

/// <summary>Reads the record (journal) of a case.</summary>
internal sealed class CaseRecord(InstanceHistory history, ProcessCatalogue catalogue)
{
    /// <summary>Entries read for one page; a longer record shows its first ones.</summary>
    public const int EntriesMax = 20_000;

    private const int ChunkSize = 1_000;

    public async Task<IReadOnlyList<Runtime.HistoryEntry>> ReadAsync(long instanceKey, CancellationToken cancellation)
    {
        var entries = new List<Runtime.HistoryEntry>();
        while (entries.Count < EntriesMax)
        {
            var chunk = await history.ReadAsync(new InstanceKey(instanceKey), entries.Count, ChunkSize, cancellation);
            entries.AddRange(chunk);
            if (chunk.Count < ChunkSize)
            {
                break;
            }
        }

        return entries;
    }

    /// <summary>Which elements were activated when, and which flows were taken.</summary>
    public async Task<CasePath> PathAsync(long instanceKey, CancellationToken cancellation)
    {
        var path = new CasePath(instanceKey);
        foreach (var (_, entry) in await ReadAsync(instanceKey, cancellation))
        {
            foreach (var e in entry.Events)
            {
                switch (e)
                {
                    case InstanceStarted started:
                        path.Graph = await catalogue.GraphAsync(started.DefinitionKey, cancellation);
                        break;
                    case InstanceMigrated migrated:
                        path.Migrate(migrated, await catalogue.GraphAsync(migrated.DefinitionKey, cancellation));
                        break;
                    default:
                        path.Apply(e, entry.At);
                        break;
                }
            }
        }

        return path;
    }
}

/// <summary>One activation of an element.</summary>
internal sealed class Visit
{
    public required long Key { get; init; }
    public required long ScopeKey { get; init; }
    public required Element Element { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public bool Terminated { get; set; }
    public long? IncidentKey { get; set; }

    /// <summary>The body of a loop; each round is an activation of its own.</summary>
    public bool IsLoopBody { get; init; }
}

/// <summary>The way a case took through its graph.</summary>
internal sealed class CasePath(long instanceKey)
{
    private readonly Dictionary<int, Visit> byNumber = [];
    private readonly Dictionary<int, int> incidentOwners = [];
    private readonly List<Visit> visits = [];
    private readonly List<(SequenceFlow Flow, DateTimeOffset At)> flows = [];

    public ProcessGraph Graph { get; set; } = null!;

    /// <summary>In order of activation.</summary>
    public IReadOnlyList<Visit> Visits => visits;

    public IReadOnlyList<(SequenceFlow Flow, DateTimeOffset At)> Flows => flows;

    public void Migrate(InstanceMigrated migrated, ProcessGraph target)
    {
        foreach (var visit in byNumber.Values.Where(v => v.EndedAt is null))
        {
            var index = migrated.Elements[visit.Element.Index];
            visit.Element = index >= 0 ? target.Elements[index] : visit.Element;
        }

        Graph = target;
    }

    public void Apply(InstanceEvent e, DateTimeOffset at)
    {
        switch (e)
        {
            case ElementActivated activated:
                Add(activated, at);
                break;
            case ElementCompleted completed:
                End(completed.Instance, at, terminated: false);
                break;
            case ElementTerminated terminated:
                End(terminated.Instance, at, terminated: true);
                break;
            case FlowTaken taken:
                flows.Add((Graph.Flows[taken.Flow], at));
                break;
            case IncidentRaised raised when byNumber.TryGetValue(raised.Incident.ElementInstance, out var stuck):
                stuck.IncidentKey = instanceKey | (long)raised.Incident.Number;
                incidentOwners[raised.Incident.Number] = raised.Incident.ElementInstance;
                break;
            case IncidentResolved resolved when incidentOwners.TryGetValue(resolved.Incident, out var owner):
                byNumber[owner].IncidentKey = null;
                break;
        }
    }

    private void Add(ElementActivated activated, DateTimeOffset at)
    {
        var visit = new Visit
        {
            Key = instanceKey | (long)activated.Instance,
            ScopeKey = instanceKey | (long)Math.Max(activated.Scope, 0),
            Element = Graph.Elements[activated.Element],
            StartedAt = at,
            IsLoopBody = activated.Role == InstanceRole.LoopBody,
        };
        byNumber[activated.Instance] = visit;
        visits.Add(visit);
    }

    private void End(int number, DateTimeOffset at, bool terminated)
    {
        if (byNumber.TryGetValue(number, out var visit))
        {
            (visit.EndedAt, visit.Terminated, visit.IncidentKey) = (at, terminated, null);
        }
    }
}

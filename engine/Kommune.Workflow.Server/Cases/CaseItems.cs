using System.ComponentModel.DataAnnotations;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Cases;

/// <summary>A case in short.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Number">The number people use; the key where it has none.</param>
/// <param name="Title">Its title; the process's name without one.</param>
/// <param name="ProcessName">The process's name.</param>
/// <param name="State"><c>incident</c>: active, and somewhere stuck.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended, or null.</param>
public record CaseRef(
    string Key,
    string Number,
    string Title,
    string ProcessName,
    [property: AllowedValues("active", "incident", "completed", "canceled")] string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);

/// <summary>A case in a list.</summary>
public record CaseItem : CaseRef
{
    public CaseItem(CaseRef shown)
        : base(shown)
    {
    }

    public string ProcessId { get; init; } = "";
    public int Version { get; init; }
    public Person? StartedBy { get; init; }

    /// <summary>The earliest due date of its open tasks.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The highest priority of its open tasks; 50 without any.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>Names of the elements where it stands.</summary>
    public IReadOnlyList<string> CurrentSteps { get; init; } = [];
}

/// <summary>Turns rows of instances into what lists show.</summary>
internal sealed class CaseItems(WorkflowDbContext database, ProcessCatalogue catalogue, PeopleDirectory directory)
{
    private const int StepsMax = 5;

    public async Task<CaseRef> RefAsync(InstanceRow row, CancellationToken cancellation)
    {
        var graph = await catalogue.GraphAsync(row.DefinitionKey, cancellation);
        var processName = graph.Name ?? row.ProcessId;
        return new CaseRef(
            ClusterKey.Text(row.Key),
            row.CaseNumber ?? ClusterKey.Text(row.Key),
            row.Title ?? processName,
            processName,
            StateName(row),
            row.StartedAt,
            row.EndedAt);
    }

    public async Task<IReadOnlyList<CaseItem>> ItemsAsync(IReadOnlyList<InstanceRow> rows, CancellationToken cancellation)
    {
        var keys = rows.Select(r => r.Key).ToList();
        var active = (await database.ElementInstances.AsNoTracking()
            .Where(e => keys.Contains(e.InstanceKey))
            .Select(e => new { e.InstanceKey, e.ElementId, e.Kind })
            .ToListAsync(cancellation)).ToLookup(e => e.InstanceKey);
        var open = (await database.Tasks.AsNoTracking()
            .Where(t => keys.Contains(t.InstanceKey) && t.State == TaskState.Open)
            .Select(t => new { t.InstanceKey, t.DueAt, t.Priority })
            .ToListAsync(cancellation)).ToLookup(t => t.InstanceKey);
        await directory.LoadAsync(rows.Select(r => r.StartedBy), cancellation);
        var items = new List<CaseItem>();
        foreach (var row in rows)
        {
            var graph = await catalogue.GraphAsync(row.DefinitionKey, cancellation);
            var steps = active[row.Key].Where(e => !e.Kind.IsContainer())
                .Select(e => graph.Find(e.ElementId)?.Name ?? e.ElementId).Distinct(StringComparer.Ordinal).Take(StepsMax);
            items.Add(new CaseItem(await RefAsync(row, cancellation))
            {
                ProcessId = row.ProcessId,
                Version = row.Version,
                StartedBy = directory.Person(row.StartedBy),
                DueAt = open[row.Key].Min(t => t.DueAt),
                Priority = open[row.Key].Select(t => t.Priority).DefaultIfEmpty(50).Max(),
                CurrentSteps = [.. steps],
            });
        }

        return items;
    }

    private static string StateName(InstanceRow row) => row.Status switch
    {
        InstanceStatus.Active => row.IncidentCount > 0 ? "incident" : "active",
        InstanceStatus.Completed => "completed",
        _ => "canceled",
    };
}

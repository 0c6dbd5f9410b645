using System.Collections.Immutable;

namespace Kommune.Workflow.Execution;

public sealed partial class InstanceState
{
    // Everything that names an element or flow by index follows the maps; the command has refused what has no place.
    private void ApplyMigrated(InstanceMigrated e)
    {
        DefinitionKey = e.DefinitionKey;
        foreach (var instance in elementInstances.Values)
        {
            Migrate(instance, e);
        }

        MigrateValues(userTasks, task => task with { Element = e.Elements[task.Element], Barred = Migrate(task.Barred, e) });
        MigrateValues(jobs, job => job with { Element = e.Elements[job.Element] });
        MigrateValues(timers, timer => timer with { Element = e.Elements[timer.Element] });
        MigrateValues(bookmarks, bookmark => bookmark with { Element = e.Elements[bookmark.Element] });
        MigrateValues(incidents, incident => incident with { Element = e.Elements[incident.Element] });
        var kept = Migrate([.. doers], e);
        doers.Clear();
        doers.AddRange(kept);
    }

    private static void Migrate(ElementInstance instance, InstanceMigrated e)
    {
        instance.Element = e.Elements[instance.Element];
        var flows = instance.WaitingFlowList;
        for (var i = 0; i < flows?.Count; i++)
        {
            flows[i] = e.Flows[flows[i]];
        }

        instance.JoinedFlows = [.. instance.JoinedFlows.Select(flow => e.Flows[flow]).Where(flow => flow >= 0)];
        instance.QueuedElements = [.. instance.QueuedElements.Select(element => e.Elements[element]).Where(element => element >= 0)];
        instance.Received = [.. instance.Received.Select(r => r with { Element = e.Elements[r.Element] }).Where(r => r.Element >= 0)];
        MigrateFlowchart(instance, e);
        instance.Compensations = Migrate(instance.Compensations, e);
        instance.PendingCompensations = Migrate(instance.PendingCompensations, e);
    }

    // What a flowchart has counted goes with what it was counted for.
    private static void MigrateFlowchart(ElementInstance instance, InstanceMigrated e)
    {
        if (!instance.IsFlowchart)
        {
            return;
        }

        var flows = instance.FlowCountsByFlow.Values.Where(count => e.Flows[count.Flow] >= 0)
            .Select(count => count with { Flow = e.Flows[count.Flow] }).ToList();
        var elements = instance.ElementCountsByElement.Where(count => e.Elements[count.Key] >= 0)
            .Select(count => (Element: e.Elements[count.Key], Count: count.Value)).ToList();
        instance.FlowCountsByFlow.Clear();
        instance.ElementCountsByElement.Clear();
        flows.ForEach(count => instance.FlowCountsByFlow[count.Flow] = count);
        elements.ForEach(count => instance.ElementCountsByElement[count.Element] = count.Count);
        instance.FlowchartStart = instance.FlowchartStart < 0 ? Definitions.Element.None : e.Elements[instance.FlowchartStart];
    }

    // What the new version no longer has cannot be undone there, and bars nobody.
    private static ImmutableArray<CompensationRecord> Migrate(ImmutableArray<CompensationRecord> records, InstanceMigrated e) =>
        [.. records.Where(record => e.Elements[record.Element] >= 0)
            .Select(record => record with { Element = e.Elements[record.Element], Nested = Migrate(record.Nested, e) })];

    private static ImmutableArray<Doer> Migrate(ImmutableArray<Doer> doers, InstanceMigrated e) =>
        [.. doers.Where(doer => e.Elements[doer.Element] >= 0).Select(doer => doer with { Element = e.Elements[doer.Element] })];

    private static void MigrateValues<T>(Dictionary<int, T> values, Func<T, T> migrate)
    {
        foreach (var number in values.Keys.ToArray())
        {
            values[number] = migrate(values[number]);
        }
    }
}

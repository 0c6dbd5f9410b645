using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Scenarios;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Shows the world of a sandbox.</summary>
internal static class SandboxView
{
    public static SandboxAnswer Of(ScenarioRun run, ScenarioFolder folder, SandboxFailure? failure, string? scenario)
    {
        var cases = run.Cases.Select((instance, i) => (Number: i + 1, Instance: instance)).ToList();
        var coverage = ScenarioCoverage.Of(run.Cases);
        return new SandboxAnswer
        {
            Now = run.Now,
            Failure = failure,
            Cases = [.. cases.Select(c => Case(c.Number, c.Instance))],
            Tasks = [.. cases.SelectMany(c => Tasks(c.Number, c.Instance, folder))],
            Waiting = [.. cases.SelectMany(c => Waits(c.Number, c.Instance))],
            Incidents =
            [
                .. cases.SelectMany(c => c.Instance.State.Incidents.Values.OrderBy(i => i.Number).Select(incident =>
                    new SandboxIncident(c.Number, c.Instance.Graph.ProcessId, Id(c.Instance, incident.Element), incident.Message))),
            ],
            Elements = Elements(run.Cases, coverage),
            FlowsTaken = [.. coverage.Flows.Select(flow => new SandboxFlow(flow.Key.ProcessId, flow.Key.Id, flow.Value))],
            History = SandboxHistory.Of(run.Cases),
            ScenarioYaml = scenario,
        };
    }

    private static SandboxCase Case(int number, VirtualInstance instance) => new(
        number,
        instance.Graph.ProcessId,
        instance.Graph.Name ?? instance.Graph.ProcessId,
        instance.State.Title,
        instance.State.Status switch
        {
            InstanceStatus.Active when instance.State.Incidents.Count > 0 => SandboxState.Incident,
            InstanceStatus.Active => SandboxState.Active,
            InstanceStatus.Completed => SandboxState.Completed,
            _ => SandboxState.Terminated,
        },
        Json(instance.State.Variables));

    private static IEnumerable<SandboxTask> Tasks(int number, VirtualInstance instance, ScenarioFolder folder) =>
        instance.State.UserTasks.Values.GroupBy(task => task.Element).SelectMany(group => group.OrderBy(task => task.Number)
            .Select((task, i) => new SandboxTask(
                number,
                instance.Graph.ProcessId,
                Id(instance, task.Element),
                i + 1,
                task.Title,
                task.Assignee,
                task.CandidateGroups,
                task.CandidateUsers,
                task.DueAt,
                folder.FormDocument(task.FormId)?.DeepClone().AsObject(),
                Json(Visible(instance.State, task.ElementInstance)))));

    private static IEnumerable<SandboxWait> Waits(int number, VirtualInstance instance)
    {
        var process = instance.Graph.ProcessId;
        foreach (var timer in instance.State.Timers.Values.OrderBy(timer => timer.DueAt))
        {
            yield return new SandboxWait(SandboxWaitKind.Timer, number, process, Id(instance, timer.Element), null, null, timer.DueAt);
        }

        foreach (var bookmark in instance.State.Bookmarks.Values.OrderBy(bookmark => bookmark.Number))
        {
            var kind = bookmark.Kind switch
            {
                BookmarkKind.Message => SandboxWaitKind.Message,
                BookmarkKind.Signal => SandboxWaitKind.Signal,
                _ => SandboxWaitKind.Condition,
            };
            yield return new SandboxWait(
                kind, number, process, Id(instance, bookmark.Element), bookmark.Name, bookmark.CorrelationKey, null);
        }

        foreach (var job in instance.State.Jobs.Values.Where(job => job.Retries > 0).OrderBy(job => job.Number))
        {
            yield return new SandboxWait(SandboxWaitKind.Job, number, process, Id(instance, job.Element), job.Type, null, null);
        }
    }

    private static IReadOnlyList<SandboxElement> Elements(IEnumerable<VirtualInstance> instances, ScenarioCoverage coverage)
    {
        var standing = new Dictionary<(string, string), SandboxElementStatus>();
        foreach (var instance in instances)
        {
            foreach (var active in instance.State.ElementInstances.Values.Where(active => active.Number != 0))
            {
                var key = (instance.Graph.ProcessId, Id(instance, active.Element));
                var status = active switch
                {
                    { Incident: not 0 } => SandboxElementStatus.Incident,
                    { UserTask: not 0 } or { Job: not 0 } or { Waits.Count: > 0, Children.Count: 0 } => SandboxElementStatus.Waiting,
                    _ => SandboxElementStatus.Active,
                };
                standing[key] = standing.TryGetValue(key, out var other) && Rank(other) > Rank(status) ? other : status;
            }
        }

        return
        [
            .. coverage.Elements.Select(element => new SandboxElement(
                element.Key.ProcessId,
                element.Key.Id,
                standing.TryGetValue(element.Key, out var status) ? status : SandboxElementStatus.Completed,
                element.Value)),
        ];
    }

    private static int Rank(SandboxElementStatus status) => status switch
    {
        SandboxElementStatus.Incident => 3,
        SandboxElementStatus.Waiting => 2,
        SandboxElementStatus.Active => 1,
        _ => 0,
    };

    private static FeelContext Visible(InstanceState state, int elementInstance)
    {
        var scopes = new Stack<FeelContext>();
        for (var number = elementInstance; state.ElementInstances.TryGetValue(number, out var at); number = at.Scope)
        {
            scopes.Push(at.Variables);
        }

        return FeelContext.From(scopes.SelectMany(scope => scope.Entries));
    }

    private static string Id(VirtualInstance instance, int element) => instance.Graph.Elements[element].Id;

    private static JsonObject Json(FeelContext variables) => JsonNode.Parse(FeelJson.ToJson(variables))!.AsObject();
}

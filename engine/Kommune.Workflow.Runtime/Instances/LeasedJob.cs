using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>What a worker is told of a job.</summary>
internal static class LeasedJob
{
    public static ActivatedJob Describe(InstanceRun run, Job job)
    {
        var element = run.Definition.Graph.Elements[job.Element];
        return new ActivatedJob
        {
            Key = run.State.Key.Inner(job.Number),
            TenantId = run.TenantId,
            Type = job.Type,
            Instance = run.State.Key,
            ProcessId = run.Definition.ProcessId,
            Version = run.Definition.Version,
            DefinitionKey = run.Definition.Key,
            ElementId = element.Id,
            ElementInstanceKey = run.State.Key.Inner(job.ElementInstance),
            CaseNumber = run.State.CaseNumber,
            Headers = element.Job?.Headers ?? element.UserTask?.Headers ?? [],
            Worker = job.Worker!,
            Retries = job.Retries,
            LockedUntil = job.LockedUntil!.Value,
            Variables = VisibleVariables(run.State, job.ElementInstance),
        };
    }

    /// <summary>All variables an element instance sees; an inner one hides an outer one of the same name.</summary>
    public static FeelContext VisibleVariables(InstanceState state, int elementInstance)
    {
        var scopes = new Stack<FeelContext>();
        for (var number = elementInstance; number >= 0 && state.ElementInstances.TryGetValue(number, out var at); number = at.Scope)
        {
            scopes.Push(at.Variables);
        }

        return FeelContext.From(scopes.SelectMany(scope => scope.Entries));
    }
}

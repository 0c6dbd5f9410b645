using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>Does the machine work of a scenario: with the answers it declares, and remembers what was asked for.</summary>
internal sealed class ScenarioJobs(VirtualEngine engine, ScenarioJobRule rule)
{
    /// <summary>Jobs that one step of a scenario may set off.</summary>
    public const int JobsPerStepMax = 10_000;

    private const string FindCasesType = "kommune:find-cases";
    private const string ConditionPrefix = "where.";

    private readonly List<DoneJob> unaccounted = [];

    /// <summary>Does every job that waits, and those that follow from them; nothing where jobs are done by hand.</summary>
    /// <exception cref="DeviationException">There is no end to them.</exception>
    public void DoAll(int line)
    {
        if (rule.ByHand)
        {
            return;
        }

        for (var count = 0; Next() is var (instance, job); count++)
        {
            if (count >= JobsPerStepMax)
            {
                throw new DeviationException(line, $"Nach diesem Schritt folgten mehr als {JobsPerStepMax} Aufträge aufeinander.");
            }

            var visible = VisibleVariables(instance.State, job.ElementInstance);
            unaccounted.Add(new DoneJob(instance, job.Type, visible));
            engine.Send(instance.Key, new CompleteJob(job.Number, Answer(instance, job)));
        }
    }

    /// <summary>Does the oldest waiting job of a type in a case, as the step says.</summary>
    /// <exception cref="DeviationException">None waits, or the engine refuses.</exception>
    public void Do(VirtualInstance instance, DoJobStep step)
    {
        var waiting = instance.State.Jobs.Values.Where(job => job.Retries > 0).OrderBy(job => job.Number).ToList();
        var job = waiting.Find(candidate => candidate.Type == step.Type) ?? throw new DeviationException(
            step.Line,
            $"Es wartet kein Auftrag „{step.Type}“. "
            + (waiting.Count == 0 ? "Es wartet keiner." : $"Es warten: {string.Join(", ", waiting.Select(j => $"„{j.Type}“"))}."));
        unaccounted.Add(new DoneJob(instance, job.Type, VisibleVariables(instance.State, job.ElementInstance)));
        Command command = step switch
        {
            { ErrorCode: { } code } => new ThrowJobError(job.Number, code, null),
            { Failure: { } message } => new FailJob(job.Number, 0, message, TimeSpan.Zero),
            _ => new CompleteJob(job.Number, step.Result),
        };
        if (engine.Send(instance.Key, command).Rejection is { } rejection)
        {
            throw new DeviationException(step.Line, $"Der Auftrag „{step.Type}“ wurde abgelehnt: {rejection.Notice}");
        }
    }

    /// <summary>Takes note of a job that was done and not spoken of yet.</summary>
    /// <returns>False when there is none like it.</returns>
    public bool Account(VirtualInstance? instance, string type, FeelContext with)
    {
        var found = unaccounted.Find(done => done.Type == type
            && (instance is null || done.Instance == instance)
            && with.Entries.All(expected => done.Variables[expected.Key].ToJsonValue().Equals(expected.Value)));
        return found is not null && unaccounted.Remove(found);
    }

    /// <summary>The jobs of a type that were not spoken of yet, as a reader recognises them.</summary>
    public string Describe(VirtualInstance? instance, string type, FeelContext with)
    {
        var left = unaccounted.Where(done => done.Type == type && (instance is null || done.Instance == instance)).ToList();
        return left.Count == 0
            ? "keiner"
            : string.Join("; ", left.Select(done =>
                FeelContext.From(with.Keys.Select(name => KeyValuePair.Create(name, done.Variables[name]))).ToString()));
    }

    private (VirtualInstance Instance, Job Job)? Next()
    {
        foreach (var instance in engine.Instances.Values)
        {
            foreach (var job in instance.State.Jobs.Values.OrderBy(job => job.Number))
            {
                if (job.Retries > 0)
                {
                    return (instance, job);
                }
            }
        }

        return null;
    }

    private FeelContext? Answer(VirtualInstance instance, Job job)
    {
        if (rule.Answers.TryGetValue(job.Type, out var declared))
        {
            return declared;
        }

        return job.Type == FindCasesType ? FindCases(instance.Graph.Elements[job.Element].Job!.Headers) : null;
    }

    /// <summary>What the job of this type does in operation, over the cases of the scenario.</summary>
    private FeelContext FindCases(ImmutableDictionary<string, string> headers)
    {
        var fields = headers.GetValueOrDefault("fields", "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var conditions = headers.Where(header => header.Key.StartsWith(ConditionPrefix, StringComparison.Ordinal)).ToList();
        var found = engine.Instances.Values
            .Where(instance => instance.Graph.ProcessId == headers.GetValueOrDefault("process")
                && instance.State.Status == InstanceStatus.Active
                && conditions.All(condition => instance.State.Variables[condition.Key[ConditionPrefix.Length..]]
                    .Equals(FeelString.Of(condition.Value))))
            .Select(FeelValue (instance) => FeelContext.From(
            [
                KeyValuePair.Create<string, FeelValue>("key", FeelString.Of(instance.Key.ToString())),
                KeyValuePair.Create<string, FeelValue>("number", FeelString.Of(instance.State.CaseNumber ?? instance.Key.ToString())),
                .. fields.Select(field => KeyValuePair.Create(field, instance.State.Variables[field])),
            ]));
        return FeelContext.Of(("cases", FeelList.From(found)));
    }

    private static FeelContext VisibleVariables(InstanceState state, int elementInstance)
    {
        var scopes = new Stack<FeelContext>();
        for (var number = elementInstance; state.ElementInstances.TryGetValue(number, out var at); number = at.Scope)
        {
            scopes.Push(at.Variables);
        }

        return FeelContext.From(scopes.SelectMany(scope => scope.Entries));
    }

    private sealed record DoneJob(VirtualInstance Instance, string Type, FeelContext Variables);
}

using Kommune.Workflow.Definitions;
using Kommune.Workflow.Engine.Tests.Scenarios;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Engine.Tests.Simulation;

/// <summary>Plays people, workers, time and mishaps for one instance; the same seed does the same.</summary>
internal sealed class RandomWalk(TestEngine engine, ProcessGraph graph, int seed)
{
    private readonly Random random = new(seed);

    public VirtualInstance Run(int stepsMax)
    {
        engine.World.Deploy([graph]);
        var instance = engine.World.Start("p", TestEngine.Vars(("n", 0)), new Actor("starter"));
        for (var step = 0; step < stepsMax && instance.State.Status == InstanceStatus.Active; step++)
        {
            Step(instance);
        }

        return instance;
    }

    private void Step(VirtualInstance instance)
    {
        var state = instance.State;
        var world = engine.World;
        switch (random.Next(12))
        {
            case 0 when Pick(state.Jobs.Values) is { } job:
                world.Send(instance.Key, new FailJob(job.Number, random.Next(2), "kaputt", TimeSpan.FromMinutes(5)));
                break;
            case 1 when Pick(state.Jobs.Values) is { } job:
                world.Send(instance.Key, new ThrowJobError(job.Number, RandomProcess.ErrorCode, null));
                break;
            case 2: world.Publish(RandomProcess.MessageName, "1", TestEngine.Vars(("n", random.Next(10)))); break;
            case 3: world.Broadcast(RandomProcess.SignalName); break;
            case 4: world.Advance(TimeSpan.FromHours(random.Next(60))); break;
            case 5: world.Send(instance.Key, new SetVariables(0, TestEngine.Vars(("n", random.Next(10))), Local: false)); break;
            case 6 when Pick(state.Incidents.Values) is { } incident:
                world.Send(instance.Key, new ResolveIncident(incident.Number));
                break;
            case 7 when random.Next(20) == 0: world.Send(instance.Key, new CancelInstance()); break;
            case 8 when random.Next(10) == 0 && Pick(state.ElementInstances.Values.Where(e => e.Number > 0)) is { } element:
                world.Send(instance.Key, new ModifyInstance([], [element.Number]));
                break;
            default: Work(instance); break;
        }
    }

    private void Work(VirtualInstance instance)
    {
        if (random.Next(2) == 0 && Pick(instance.State.Jobs.Values) is { } job)
        {
            engine.World.Send(instance.Key, new CompleteJob(job.Number, TestEngine.Vars(("n", random.Next(10)))));
        }
        else if (Pick(instance.State.UserTasks.Values) is { } task)
        {
            engine.World.Send(instance.Key, new CompleteTask(task.Number), new Actor("u" + random.Next(3)));
        }
    }

    // By number: the order of a table after a reload says nothing.
    private T? Pick<T>(IEnumerable<T> things)
        where T : class
    {
        var sorted = things.OrderBy(thing => ((dynamic)thing).Number).ToList();
        return sorted.Count == 0 ? null : sorted[random.Next(sorted.Count)];
    }
}

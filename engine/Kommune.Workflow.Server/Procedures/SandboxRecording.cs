using Kommune.Workflow.Execution;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Writes what was done in a sandbox as a scenario: the steps, and how the cases stand at the end.</summary>
internal static class SandboxRecording
{
    /// <returns>The file's text; null when no case has begun, or the file would not come true as it is.</returns>
    public static string? Of(
        string title,
        DateTimeOffset beginsAt,
        ScenarioJobRule jobs,
        IReadOnlyList<ScenarioStep> played,
        ScenarioRun run,
        ScenarioProcedure procedure,
        CancellationToken cancellation)
    {
        var spokenOf = run.Cases.Where(run.IsSpokenOf).ToList();
        if (spokenOf.Count == 0)
        {
            return null;
        }

        IEnumerable<ScenarioStep> steps = [.. played, .. spokenOf.Select(instance => Expectation(instance, run.NameOf(instance)))];
        if (spokenOf.Count == 1)
        {
            steps = steps.Select(WithoutName); // One case needs no name.
        }

        var text = ScenarioWriter.Write(new Scenario(title, 0, beginsAt, jobs, [.. steps]));
        try
        {
            return ScenarioRun.Of(ScenarioParser.Parse(text)[0], procedure, cancellation).IsFulfilled ? text : null;
        }
        catch (ScenarioFormatException)
        {
            return null; // Values that the format cannot say, such as a variable called like one of its words.
        }
    }

    private static ExpectStep Expectation(VirtualInstance instance, string? name) => new(
        0,
        name,
        [.. instance.State.UserTasks.Values.OrderBy(task => task.Number).Select(task => task.Title)],
        instance.State.Status != InstanceStatus.Active,
        instance.State.Incidents.Count > 0,
        FeelContext.Empty);

    private static ScenarioStep WithoutName(ScenarioStep step) => step switch
    {
        StartStep start => start with { CaseName = null },
        BegunStep begun => begun with { CaseName = null },
        TaskStep task => task with { CaseName = null },
        DoJobStep job => job with { CaseName = null },
        ExpectStep expected => expected with { CaseName = null },
        _ => step,
    };
}

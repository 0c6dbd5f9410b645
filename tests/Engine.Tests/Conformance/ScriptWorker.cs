using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Engine.Tests.Conformance;

/// <summary>Does the jobs that the corpus's scripts became, and notes the marks they leave; its time is virtual.</summary>
internal sealed class ScriptWorker(VirtualEngine engine)
{
    private const string ErrorCode = "ERR_CODE";
    private static readonly TimeSpan LongWork = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(long Instance, int Job), DateTimeOffset> running = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> spans = [];

    public List<string> Marks { get; } = [];

    /// <summary>Works and lets time pass until nothing is left to do or the time is over.</summary>
    public void Work(TimeSpan limit)
    {
        var end = engine.Now + limit;
        while (true)
        {
            WorkNow();
            var next = running.Values.Concat(engine.NextDue() is { } due ? [due] : []).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            if (next > end)
            {
                return;
            }

            engine.AdvanceTo(next);
        }
    }

    private void WorkNow()
    {
        while (NextJob() is var (instance, job))
        {
            if (IsLong(job.Type) && !running.ContainsKey((instance.Key.Value, job.Number)))
            {
                running.Add((instance.Key.Value, job.Number), engine.Now + LongWork);
                continue;
            }

            running.Remove((instance.Key.Value, job.Number));
            engine.Send(instance.Key, Do(instance, job));
        }
    }

    private (VirtualInstance Instance, Job Job)? NextJob()
    {
        foreach (var instance in engine.Instances.Values.Where(i => i.State.Status == InstanceStatus.Active))
        {
            foreach (var job in instance.State.Jobs.Values.OrderBy(j => j.Number))
            {
                if (!running.TryGetValue((instance.Key.Value, job.Number), out var ready) || ready <= engine.Now)
                {
                    return (instance, job);
                }
            }
        }

        return null;
    }

    private static bool IsLong(string script) =>
        script == "WAIT_TEN_SECONDS" || script.StartsWith("CREATE_TIMESTAMP_LOG", StringComparison.Ordinal);

    private Command Do(VirtualInstance instance, Job job)
    {
        switch (job.Type)
        {
            case "CREATE_LOG_FILE" or "WAIT_TEN_SECONDS":
                break;
            case "CREATE_MARKER_FILE":
                Marks.Add("MARKER_exists");
                break;
            case "THROW_ERROR":
                return new ThrowJobError(job.Number, ErrorCode, null);
            case "SET_STRING_DATA":
                return new CompleteJob(job.Number, FeelContext.Of((DataName(instance, job, output: true), FeelString.Of(
                    "String"))));
            case "LOG_DATA":
                var arrived = Variable(instance, job, DataName(instance, job, output: false));
                Marks.Add(arrived.Equals(FeelString.Of("String")) ? "DATA_correct" : "DATA_wrong");
                break;
            case "INCREMENT_INTEGER_VARIABLE" or "INCREMENT_INTEGER_VARIABLE_AND_LOG":
                if (job.Type.EndsWith("LOG", StringComparison.Ordinal))
                {
                    Marks.Add("INCREMENT_correct");
                }

                var next = Incremented(Variable(instance, job, "integerVariable"));
                return new CompleteJob(job.Number, FeelContext.Of(("integerVariable", next)));
            case "CREATE_TIMESTAMP_LOG_1" or "CREATE_TIMESTAMP_LOG_2":
                NoteSpan(engine.Now - LongWork, engine.Now);
                break;
            default:
                Marks.Add(job.Type);
                break;
        }

        return new CompleteJob(job.Number);
    }

    private void NoteSpan(DateTimeOffset from, DateTimeOffset until)
    {
        if (spans.Exists(s => s.From < until && from < s.Until))
        {
            Marks.Add("EXECUTION_parallel");
        }

        spans.Add((from, until));
    }

    private static FeelValue Incremented(FeelValue number) =>
        FeelExpression.Compile("n + 1").Evaluate(new FeelScope(FeelContext.Of(("n", number))));

    /// <summary>The task's own data input or output when its data associations name one, otherwise the variable itself.</summary>
    private static string DataName(VirtualInstance instance, Job job, bool output)
    {
        var element = instance.Graph.Elements[job.Element];
        return output
            ? element.Outputs.Select(m => m.Source.Text).FirstOrDefault("data")
            : element.Inputs.Select(m => m.Target).FirstOrDefault("data");
    }

    private static FeelValue Variable(VirtualInstance instance, Job job, string name)
    {
        for (var scope = instance.State.ElementInstances[job.ElementInstance]; ; scope = instance.State.ElementInstances[scope.Scope])
        {
            if (scope.Variables.TryGet(name, out var value))
            {
                return value;
            }

            if (scope.Scope < 0)
            {
                return FeelNull.Instance;
            }
        }
    }
}

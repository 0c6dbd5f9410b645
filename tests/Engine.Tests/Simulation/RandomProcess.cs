using System.Globalization;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Engine.Tests.Simulation;

/// <summary>Makes well-formed processes out of a seed, with every kind of block nested in each other.</summary>
internal sealed class RandomProcess(int seed)
{
    public const string MessageName = "news";
    public const string SignalName = "storm";
    public const string ErrorCode = "E";

    private const int DepthMax = 3;

    private readonly Random random = new(seed);
    private int count;

    public ProcessBuilder Make()
    {
        var process = Sequence(ProcessBuilder.Process("p").Start(), 0).End();
        if (random.Next(3) == 0)
        {
            process.EventSubProcess(Id("es"), s => Sequence(s.Start(Id("es"), Event(random.Next(2) == 0)), DepthMax).End(Id("end")));
        }

        return process;
    }

    private string Id(string stem) => stem + (++count).ToString(CultureInfo.InvariantCulture);

    private ProcessBuilder Sequence(ProcessBuilder builder, int depth)
    {
        for (var left = random.Next(1, depth == 0 ? 5 : 3); left > 0; left--)
        {
            builder = Block(builder, depth);
        }

        return builder;
    }

    private ProcessBuilder Block(ProcessBuilder builder, int depth) => random.Next(depth >= DepthMax ? 6 : 17) switch
    {
        0 or 1 => builder.ScriptTask(Id("script"), "=n + 1", "n", Repeated),
        2 => WithBoundary(builder, Id("user"), id => builder.UserTask(id, Repeated)),
        3 => WithBoundary(builder, Id("job"), id => builder.ServiceTask(id, "work", Repeated)),
        4 => builder.Catch(Id("catch"), CatchEvent()),
        5 => builder.Throw(Id("throw"), e => e.Escalation("X")),
        6 => builder.Fork(Id("fork"), a => Sequence(a, depth + 1), b => Sequence(b, depth + 1)).Join(Id("join")),
        7 => builder.InclusiveFork(
            Id("inclusive"),
            a => Sequence(a.When("=modulo(n, 2) = 0"), depth + 1),
            b => Sequence(b.When("=modulo(n, 3) = 0"), depth + 1),
            c => Sequence(c.Otherwise(), depth + 1)).InclusiveJoin(Id("join")),
        8 => builder.Choice(
            Id("choice"),
            a => Sequence(a.When("=modulo(n, 2) = 0"), depth + 1),
            b => Sequence(b.Otherwise(), depth + 1)).Merge(Id("merge")),
        9 => builder.AwaitFirst(
            Id("first"),
            a => Sequence(a.Catch(Id("message"), e => e.Message(MessageName, "=1")), depth + 1),
            b => Sequence(b.Catch(Id("timer"), e => e.TimerDuration("P1D")), depth + 1)).Merge(Id("merge")),
        10 => Container(builder, depth, builder.SubProcess),
        11 => Container(builder, depth, builder.Transaction),
        12 => Loop(builder, depth),
        13 => builder.AdHoc(
            Id("adhoc"),
            a => a.UserTask(Id("choice")).Task(Id("then")).From().ServiceTask(Id("job"), "work"),
            e => AdHoc(e, random.Next(3))),
        14 => builder.Fork(Id("fork"), a => Sequence(a, depth + 1), b => Sequence(b, depth + 1), c => Sequence(c, depth + 1))
            .Complex(Id("complex"), "=activationCount >= 2").Task(Id("after")),
        15 => builder.SubProcess(Id("sub"), s => Sequence(s.Start(Id("start")), depth + 1).End(Id("end"))
            .EventSubProcess(Id("es"), x => Sequence(x.Start(Id("es"), Event(random.Next(2) == 0)), DepthMax).End(Id("end")))),
        _ => Compensated(builder, depth),
    };

    private static void AdHoc(ElementBuilder element, int kind)
    {
        switch (kind)
        {
            case 0: element.Attribute("ordering", "Sequential"); break;
            case 1: element.CompletionCondition("=modulo(n, 2) = 0"); break;
            default: break;
        }
    }

    private ProcessBuilder Container(
        ProcessBuilder builder, int depth, Func<string, Action<ProcessBuilder>, Action<ElementBuilder>?, ProcessBuilder> make) =>
        WithBoundary(builder, Id("sub"), id => make(id, s => Sequence(s.Start(Id("start")), depth + 1).End(Id("end")), Repeated));

    private ProcessBuilder Loop(ProcessBuilder builder, int depth)
    {
        var merge = Id("merge");
        return Sequence(builder.Merge(merge), depth + 1)
            .ScriptTask(Id("count"), "=n + 1", "n")
            .Choice(Id("again"), a => a.When("=modulo(n, 4) != 0").To(merge), b => b.Otherwise().Task(Id("on")));
    }

    private ProcessBuilder Compensated(ProcessBuilder builder, int depth)
    {
        var activity = Id("done");
        return Sequence(builder.UserTask(activity).CompensateWith(activity, h => h.UserTask(Id("undo"))), depth + 1)
            .Throw(Id("compensate"), e => e.Compensate(waitForCompletion: random.Next(2) == 0));
    }

    private void Repeated(ElementBuilder element)
    {
        switch (random.Next(8))
        {
            case 0: element.ForEach("=[1, 2, 3]", "item", sequential: true, outputCollection: "out", outputElement: "=item + n"); break;
            case 1: element.Times("=2", completionCondition: "=numberOfCompletedInstances >= 1"); break;
            case 2: element.Times("=3"); break;
            default: break;
        }
    }

    private ProcessBuilder WithBoundary(ProcessBuilder builder, string id, Func<string, ProcessBuilder> make)
    {
        make(id);
        switch (random.Next(4))
        {
            case 0: builder.Boundary(id, Id("boundary"), Event(random.Next(2) == 0), b => b.Task(Id("handled")).End(Id("end"))); break;
            case 1: builder.Boundary(id, Id("error"), e => e.Error(ErrorCode), b => b.Task(Id("handled")).End(Id("end"))); break;
            default: break;
        }

        return builder.From(id);
    }

    private Action<ElementBuilder> CatchEvent()
    {
        var kind = random.Next(4);
        return e => Add(e, kind);
    }

    private Action<ElementBuilder> Event(bool interrupting)
    {
        var kind = random.Next(4);
        return e =>
        {
            Add(e, kind);
            if (!interrupting)
            {
                e.NonInterrupting();
            }
        };
    }

    private static void Add(ElementBuilder e, int kind) => _ = kind switch
    {
        0 => e.Message(MessageName, "=1"),
        1 => e.Signal(SignalName),
        2 => e.TimerDuration("P2D"),
        _ => e.Condition("=n > 6"),
    };
}

using System.Collections.Immutable;
using System.Globalization;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Makes a process runnable without data: ways are chosen by weight, nothing depends on answers of a form.</summary>
/// <remarks>
/// Flow, joins, loops, timers, boundary events and tasks stay as they are. Scripts, decisions and mappings do nothing; called
/// processes become jobs; messages and signals that are thrown reach nobody, those waited for come after a drawn time.
/// </remarks>
internal sealed class SimulationGraph
{
    /// <summary>Rounds of a multi-instance over data that is not there.</summary>
    private const string RoundsWithoutData = "[1, 2, 3]";

    /// <summary>The job type that stands for a called process.</summary>
    public const string CallType = "kommune:call";

    private static readonly TextValue DelayWithoutData = TextValue.Fixed("P7D");

    private readonly ProcessGraph source;
    private readonly SimulationSettings settings;
    private readonly SequenceFlow[] flows;

    private SimulationGraph(ProcessGraph source, SimulationSettings settings)
    {
        this.source = source;
        this.settings = settings;
        flows = [.. source.Flows];
    }

    public static ProcessGraph Make(ProcessGraph source, SimulationSettings settings)
    {
        var making = new SimulationGraph(source, settings);
        var elements = source.Elements.Select(making.Rewrite).ToImmutableArray();
        return new ProcessGraph(elements, [.. making.flows], source.Settings with { Title = null, CaseNumberPrefix = null });
    }

    private Element Rewrite(Element element)
    {
        var rewritten = ChooseWays(element) with
        {
            Inputs = [],
            Outputs = [],
            Events = [.. element.Events.Select(e => Rewrite(element, e))],
            Loop = element.Loop is { } loop ? Rewrite(loop) : null,
            UserTask = element.UserTask is { } task ? Rewrite(task) : null,
            Job = element.Job is { } job ? job with { Type = FixedOr(job.Type, "job"), Retries = TextValue.Fixed("1") } : null,
        };
        return element.Kind switch
        {
            ElementKind.ScriptTask or ElementKind.BusinessRuleTask when element.Job is null =>
                rewritten with { Kind = ElementKind.Task, Script = null, Decision = null },
            ElementKind.SendTask when element.Job is null => rewritten with { Kind = ElementKind.Task, Events = [] },
            ElementKind.CallActivity => rewritten with { Kind = ElementKind.ServiceTask, Call = null, Job = CallAsJob },
            ElementKind.IntermediateThrowEvent or ElementKind.EndEvent when element.Events.Any(e => e is MessageEvent or SignalEvent) =>
                rewritten with { Events = [.. rewritten.Events.Where(e => e is not (MessageEvent or SignalEvent))] },
            _ => rewritten,
        };
    }

    private static JobDefinition CallAsJob { get; } =
        new(TextValue.Fixed(CallType), TextValue.Fixed("1"), ImmutableDictionary<string, string>.Empty);

    private static TextValue FixedOr(TextValue value, string otherwise) =>
        value.Expression is null ? value : TextValue.Fixed(otherwise);

    private static UserTaskDefinition Rewrite(UserTaskDefinition task) => task with
    {
        Assignee = null,
        CandidateUsers = null,
        CandidateGroups = task.CandidateGroups is { Expression: null } groups ? groups : null,
        DueDate = null,
        FollowUpDate = null,
        Priority = task.Priority is { Expression: null } priority ? priority : null,
        ExternalFormReference = null,
        Title = null,
    };

    private static LoopDefinition Rewrite(LoopDefinition loop) => loop with
    {
        InputCollection = loop.InputCollection is null ? null : FeelExpression.Compile(RoundsWithoutData),
        Condition = loop.Condition is null ? null : FeelExpression.Compile("false"),
        OutputCollection = null,
        OutputElement = null,
        CompletionCondition = null,
        Behavior = LoopBehavior.All,
        BehaviorEvent = null,
        ComplexBehaviors = [],
    };

    private EventDefinition Rewrite(Element element, EventDefinition definition) => definition switch
    {
        // A process that begins by the clock begins here when a case arrives.
        TimerEvent when element.Kind == ElementKind.StartEvent && element.Scope == 0 => new SignalEvent(TextValue.Fixed(element.Id)),
        TimerEvent { Kind: TimerKind.Date } => new TimerEvent(TimerKind.Duration, DelayOf(element)),
        TimerEvent { Value.Expression: not null } timer => timer with { Kind = TimerKind.Duration, Value = DelayOf(element) },
        MessageEvent message => message with { Name = FixedOr(message.Name, element.Id), CorrelationKey = null },
        SignalEvent signal => new SignalEvent(FixedOr(signal.Name, element.Id)),
        ConditionalEvent => new ConditionalEvent(FeelExpression.Compile("false")),
        _ => definition,
    };

    private TextValue DelayOf(Element element) => settings.Durations.TryGetValue(element.Id, out var duration)
        ? TextValue.Fixed(System.Xml.XmlConvert.ToString(duration.Median))
        : DelayWithoutData;

    private Element ChooseWays(Element element)
    {
        var conditional = element.Outgoing.Where(flow => flow == element.DefaultFlow || source.Flows[flow].Condition is not null).ToList();
        if (conditional.Count == 0 || element.Kind == ElementKind.ComplexGateway)
        {
            return element;
        }

        return element.Kind == ElementKind.ExclusiveGateway ? ChooseOne(element) : ChooseSome(element, conditional);
    }

    // One draw decides: each way gets its share of the numbers from 0 to 1, the last one what is left.
    private Element ChooseOne(Element element)
    {
        var weights = element.Outgoing.Select(flow => Math.Max(0, settings.Weights.GetValueOrDefault(source.Flows[flow].Id, 1))).ToList();
        var total = weights.Sum() is > 0 and var sum ? sum : weights.Count;
        var from = 0.0;
        for (var i = 0; i < element.Outgoing.Length; i++)
        {
            var to = from + (weights.Sum() > 0 ? weights[i] : 1) / total;
            SetCondition(element.Outgoing[i], i == element.Outgoing.Length - 1 ? null : Draw(element.Index, from, to));
            from = to;
        }

        return element with { DefaultFlow = element.Outgoing[^1] };
    }

    // Each way is drawn for itself; the likeliest is taken when none was.
    private Element ChooseSome(Element element, List<int> conditional)
    {
        var likeliest = conditional.MaxBy(Share);
        foreach (var flow in conditional)
        {
            SetCondition(flow, flow == likeliest ? null : Draw(source.Elements.Length + flow, 0, Share(flow)));
        }

        return element with { DefaultFlow = likeliest };
    }

    private double Share(int flow) => Math.Clamp(settings.Weights.GetValueOrDefault(source.Flows[flow].Id, 50) / 100, 0, 1);

    private void SetCondition(int flow, FeelExpression? condition) => flows[flow] = flows[flow] with { Condition = condition };

    // A step knows no chance, but its time does: fractions of a second of drawn times are as good as drawn numbers.
    private static FeelExpression Draw(int place, double from, double to) => FeelExpression.Compile(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        modulo((now() - date and time("2020-01-01T00:00:00Z")) / duration("PT1S") * {7919.37 + (place * 104.729)}, 1) >= {from:0.######}
        and modulo((now() - date and time("2020-01-01T00:00:00Z")) / duration("PT1S") * {7919.37 + (place * 104.729)}, 1) < {to:0.######}
        """));
}

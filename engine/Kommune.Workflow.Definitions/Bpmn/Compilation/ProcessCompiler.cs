using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles one process into its graph.</summary>
internal sealed class ProcessCompiler(CompileContext context)
{
    private readonly ActivityCompiler activities = new(context);
    private readonly EventCompiler events = new(context);
    private readonly DataCompiler data = new(context);
    private readonly SettingsCompiler settings = new(context);

    /// <summary>
    /// Never throws on a broken process. When the document has errors the parts of the result may not fit together; they are
    /// only made a <see cref="ProcessGraph"/> by a call of the returned function.
    /// </summary>
    public Func<ProcessGraph> Compile(XElement process)
    {
        var graph = new FlowGraph(process);
        var lanes = new LaneIndex(process);
        var elements = graph.Nodes.Select(node => Element(graph, node, lanes)).ToImmutableArray();
        var flows = graph.Flows.Select(Flow).ToImmutableArray();
        var processSettings = settings.Compile(process);
        return () => new ProcessGraph(elements, flows, processSettings);
    }

    private SequenceFlow Flow(FlowGraph.Flow flow)
    {
        FeelExpression? condition = null;
        if (flow.Xml.Child("conditionExpression") is { } expression)
        {
            condition = context.Expressions.Formal(expression);
        }

        return new SequenceFlow(
            flow.Index, flow.Xml.Id() ?? string.Empty, flow.Xml.Attr("name"), flow.Source.Index, flow.Target.Index, condition);
    }

    private Element Element(FlowGraph graph, FlowGraph.Node node, LaneIndex lanes)
    {
        var xml = node.Xml;
        var element = new Element
        {
            Index = node.Index,
            Id = xml.Id() ?? string.Empty,
            Name = xml.Attr("name") is { Length: > 0 } name ? name : null,
            Kind = node.Kind,
            Scope = node.Scope?.Index ?? Definitions.Element.None,
            Line = ((IXmlLineInfo)xml).LineNumber,
            Incoming = [.. node.Incoming.Select(f => f.Index)],
            Outgoing = [.. node.Outgoing.Select(f => f.Index)],
            DefaultFlow = node.Outgoing.Find(f => f.Xml.Id() == xml.Attr("default")?.Trim())?.Index ?? Definitions.Element.None,
            BoundaryEvents = [.. node.BoundaryEvents.Select(b => b.Index)],
            AttachedTo = node.AttachedTo?.Index ?? Definitions.Element.None,
            Lane = node.Kind == ElementKind.Process ? null : lanes.For(xml),
            Properties = xml.Properties(),
        };
        if (node.Kind.IsContainer())
        {
            element = Container(element, node);
        }

        if (node.Kind.IsActivity())
        {
            element = activities.Compile(element, xml);
        }
        else if (node.Kind.IsEvent())
        {
            element = WithTargets(graph, node, events.Compile(element, xml));
        }
        else if (node.Kind.IsGateway())
        {
            element = Gateway(element, xml);
        }

        return node.Kind == ElementKind.Process || node.Kind.IsGateway()
            ? element : element with { Inputs = data.Inputs(xml), Outputs = data.Outputs(xml) };
    }

    private Element Container(Element element, FlowGraph.Node node) => element with
    {
        Children = [.. node.Children.Select(c => c.Index)],
        EventSubProcesses = [.. node.Children.Where(c => c.Kind == ElementKind.EventSubProcess).Select(c => c.Index)],
        StartEvent = StartEvent(node)?.Index ?? Definitions.Element.None,
        DataObjects = DataCompiler.Declared(node.Xml),
    };

    private FlowGraph.Node? StartEvent(FlowGraph.Node container)
    {
        var starts = container.Children.Where(c => c.Kind == ElementKind.StartEvent);
        return container.Kind == ElementKind.EventSubProcess
            ? starts.FirstOrDefault()
            : starts.FirstOrDefault(s => !context.Document.EventDefinitions(s.Xml).Any());
    }

    private Element Gateway(Element element, XElement xml) => element with
    {
        Instantiate = xml.Flag("instantiate"),
        AllEvents = xml.Attr("eventGatewayType") == "Parallel",
        ActivationCondition = xml.Child("activationCondition") is { } condition ? context.Expressions.Formal(condition) : null,
    };

    /// <summary>Links, compensated activities and compensation handlers point to other elements of the graph.</summary>
    private Element WithTargets(FlowGraph graph, FlowGraph.Node node, Element element)
    {
        var definitions = context.Document.EventDefinitions(node.Xml).ToList();
        var compensated = definitions.FirstOrDefault(d => d.Is("compensateEventDefinition"))?.Attr("activityRef");
        return element with
        {
            Events = [.. element.Events.Select(e => e switch
            {
                LinkEvent link when node.Kind == ElementKind.IntermediateThrowEvent =>
                    link with { Target = LinkTarget(graph, node) },
                CompensateEvent compensate when compensated is not null =>
                    compensate with { Activity = graph.Find(compensated)?.Index ?? Definitions.Element.None },
                _ => e,
            })],
            CompensationHandler = node.Kind == ElementKind.BoundaryEvent && element.Events is [CompensateEvent]
                ? Handler(graph, node) : Definitions.Element.None,
        };
    }

    private int LinkTarget(FlowGraph graph, FlowGraph.Node thrower) =>
        context.Document.LinkTargets(thrower.Xml).FirstOrDefault() is { } target
            ? graph.Find(target.Id())?.Index ?? Definitions.Element.None : Definitions.Element.None;

    private int Handler(FlowGraph graph, FlowGraph.Node boundary) =>
        context.Document.Associated(boundary.Xml).Select(other => graph.Find(other.Id())).FirstOrDefault(n => n is not null)?.Index
            ?? Definitions.Element.None;
}

using System.Globalization;
using System.Xml.Linq;
using Kommune.Workflow.Definitions.Bpmn;

namespace Kommune.Workflow.Definitions;

/// <summary>Writes a process in code, for tests and integrators.</summary>
/// <remarks>
/// <para>
/// <c>Process("permit").Start().Fork("f", a => a.UserTask("check"), b => b.UserTask("pay")).Join("j").End().Build()</c>.
/// Every element is joined to the open ends before it; <see cref="When"/> puts a condition on the flow that comes next.
/// </para>
/// <para>
/// The builder writes BPMN and the one compiler checks it: what is refused in a document is refused here, with the same findings.
/// Expressions start with <c>=</c>, as in a document. Not safe for several threads.
/// </para>
/// </remarks>
public sealed class ProcessBuilder
{
    private readonly DocumentDraft draft;
    private readonly XElement container;
    private List<OpenEnd> openEnds = [];

    private ProcessBuilder(DocumentDraft draft, XElement container, params OpenEnd[] openEnds)
    {
        this.draft = draft;
        this.container = container;
        this.openEnds = [.. openEnds];
    }

    public static ProcessBuilder Process(string id, Action<ElementBuilder>? configure = null)
    {
        var draft = new DocumentDraft(id);
        configure?.Invoke(new ElementBuilder(draft, draft.Process));
        return new ProcessBuilder(draft, draft.Process);
    }

    // ---- events ----

    public ProcessBuilder Start(string id = "start", Action<ElementBuilder>? configure = null)
    {
        openEnds = [];
        return Node("startEvent", id, configure);
    }

    /// <param name="id">The id; <c>end</c>, <c>end2</c> and so on when null.</param>
    /// <param name="configure">What it throws, if anything.</param>
    public ProcessBuilder End(string? id = null, Action<ElementBuilder>? configure = null)
    {
        Node("endEvent", id ?? FreeId("end"), configure);
        openEnds = [];
        return this;
    }

    public ProcessBuilder Catch(string id, Action<ElementBuilder> configure) => Node("intermediateCatchEvent", id, configure);

    public ProcessBuilder Throw(string id, Action<ElementBuilder>? configure = null) =>
        Node("intermediateThrowEvent", id, configure);

    /// <summary>An event on the edge of an activity, with the path taken from it.</summary>
    public ProcessBuilder Boundary(
        string attachedTo, string id, Action<ElementBuilder> configure, Action<ProcessBuilder>? path = null)
    {
        var boundary = Add("boundaryEvent", id, configure);
        boundary.SetAttributeValue("attachedToRef", attachedTo);
        path?.Invoke(new ProcessBuilder(draft, container, new OpenEnd(id)));
        return this;
    }

    // ---- activities ----

    public ProcessBuilder Task(string id, Action<ElementBuilder>? configure = null) => Node("task", id, configure);

    public ProcessBuilder ManualTask(string id, Action<ElementBuilder>? configure = null) => Node("manualTask", id, configure);

    public ProcessBuilder UserTask(string id, Action<ElementBuilder>? configure = null) =>
        Node("userTask", id, e =>
        {
            e.Zeebe("userTask");
            configure?.Invoke(e);
        });

    public ProcessBuilder ServiceTask(string id, string jobType, Action<ElementBuilder>? configure = null) =>
        Node("serviceTask", id, e =>
        {
            e.Job(jobType);
            configure?.Invoke(e);
        });

    public ProcessBuilder ScriptTask(
        string id, string expression, string resultVariable, Action<ElementBuilder>? configure = null) =>
        Node("scriptTask", id, e =>
        {
            e.Zeebe("script", ("expression", expression), ("resultVariable", resultVariable));
            configure?.Invoke(e);
        });

    public ProcessBuilder BusinessRuleTask(
        string id, string decisionId, string resultVariable, Action<ElementBuilder>? configure = null) =>
        Node("businessRuleTask", id, e =>
        {
            e.Zeebe("calledDecision", ("decisionId", decisionId), ("resultVariable", resultVariable));
            configure?.Invoke(e);
        });

    /// <summary>A send task; <see cref="ElementBuilder.Job"/> makes a worker send, otherwise the engine publishes the message.</summary>
    public ProcessBuilder SendTask(
        string id, string message, string? correlationKey = null, Action<ElementBuilder>? configure = null) =>
        MessageTask("sendTask", id, message, correlationKey, configure);

    public ProcessBuilder ReceiveTask(
        string id, string message, string? correlationKey = null, Action<ElementBuilder>? configure = null) =>
        MessageTask("receiveTask", id, message, correlationKey, configure);

    public ProcessBuilder CallActivity(string id, string processId, Action<ElementBuilder>? configure = null) =>
        Node("callActivity", id, e =>
        {
            e.Zeebe("calledElement", ("processId", processId));
            configure?.Invoke(e);
        });

    public ProcessBuilder SubProcess(string id, Action<ProcessBuilder> content, Action<ElementBuilder>? configure = null) =>
        Container("subProcess", id, content, configure);

    public ProcessBuilder Transaction(string id, Action<ProcessBuilder> content, Action<ElementBuilder>? configure = null) =>
        Container("transaction", id, content, configure);

    public ProcessBuilder AdHoc(string id, Action<ProcessBuilder> content, Action<ElementBuilder>? configure = null) =>
        Container("adHocSubProcess", id, content, configure);

    /// <summary>An event sub-process; it stands beside the flow.</summary>
    public ProcessBuilder EventSubProcess(string id, Action<ProcessBuilder> content, Action<ElementBuilder>? configure = null)
    {
        var element = Add("subProcess", id, configure);
        element.SetAttributeValue("triggeredByEvent", true);
        content(new ProcessBuilder(draft, element));
        return this;
    }

    /// <summary>A compensation event on <paramref name="activity"/> with the one activity that <paramref name="handler"/> makes.</summary>
    public ProcessBuilder CompensateWith(string activity, Action<ProcessBuilder> handler)
    {
        var boundaryId = $"{activity}-compensation";
        Boundary(activity, boundaryId, e => e.Compensate());
        var builder = new ProcessBuilder(draft, container);
        handler(builder);
        var handlerId = builder.openEnds.Single().NodeId;
        Find(handlerId).SetAttributeValue("isForCompensation", true);
        container.Add(new XElement(
            BpmnNames.Bpmn + "association",
            new XAttribute("id", $"{boundaryId}-association"), new XAttribute("sourceRef", boundaryId),
            new XAttribute("targetRef", handlerId), new XAttribute("associationDirection", "One")));
        return this;
    }

    // ---- gateways ----

    /// <summary>A parallel gateway; each branch starts at it.</summary>
    public ProcessBuilder Fork(string id, params Action<ProcessBuilder>[] branches) => Branch("parallelGateway", id, branches);

    public ProcessBuilder Join(string id) => Branch("parallelGateway", id);

    /// <summary>An exclusive gateway; each branch begins with <see cref="When"/> or <see cref="Otherwise"/>.</summary>
    public ProcessBuilder Choice(string id, params Action<ProcessBuilder>[] branches) => Branch("exclusiveGateway", id, branches);

    public ProcessBuilder Merge(string id) => Branch("exclusiveGateway", id);

    public ProcessBuilder InclusiveFork(string id, params Action<ProcessBuilder>[] branches) =>
        Branch("inclusiveGateway", id, branches);

    public ProcessBuilder InclusiveJoin(string id) => Branch("inclusiveGateway", id);

    /// <summary>An event-based gateway; each branch begins with a catch event or a receive task.</summary>
    public ProcessBuilder AwaitFirst(string id, params Action<ProcessBuilder>[] branches) =>
        Branch("eventBasedGateway", id, branches);

    /// <param name="id">The id.</param>
    /// <param name="activationCondition">When it fires, such as <c>=activationCount >= 2</c>; null when it only splits.</param>
    /// <param name="branches">What follows.</param>
    public ProcessBuilder Complex(string id, string? activationCondition, params Action<ProcessBuilder>[] branches)
    {
        Branch("complexGateway", id, branches);
        if (activationCondition is not null)
        {
            Find(id).Add(new XElement(BpmnNames.Bpmn + "activationCondition", activationCondition));
        }

        return this;
    }

    // ---- flow ----

    /// <summary>The flows from the open ends are taken only when this holds.</summary>
    /// <param name="condition">FEEL with leading <c>=</c>.</param>
    public ProcessBuilder When(string condition)
    {
        openEnds = [.. openEnds.Select(e => e with { Condition = condition })];
        return this;
    }

    /// <summary>The flows from the open ends are taken when no other is.</summary>
    public ProcessBuilder Otherwise()
    {
        openEnds = [.. openEnds.Select(e => e with { IsDefault = true })];
        return this;
    }

    /// <summary>Goes on from elements made before instead of from the open ends.</summary>
    public ProcessBuilder From(params string[] ids)
    {
        openEnds = [.. ids.Select(id => new OpenEnd(id))];
        return this;
    }

    /// <summary>Draws the flows from the open ends to an element made elsewhere (before or after); nothing is open then.</summary>
    public ProcessBuilder To(string id)
    {
        Connect(id);
        openEnds = [];
        return this;
    }

    /// <summary>A sequence flow between two elements of this container, with an id of one's own.</summary>
    public ProcessBuilder Flow(string id, string source, string target, string? condition = null)
    {
        AddFlow(id, target, new OpenEnd(source, condition));
        return this;
    }

    // ---- what stands beside the flow ----

    public ProcessBuilder DataObject(string name)
    {
        container.Add(new XElement(
            BpmnNames.Bpmn + "dataObject", new XAttribute("id", FreeId("data")), new XAttribute("name", name)));
        return this;
    }

    public ProcessBuilder Lane(string name, params string[] elements)
    {
        var laneSet = draft.Process.Element(BpmnNames.Bpmn + "laneSet")
            ?? DocumentDraft.Insert(draft.Process, new XElement(BpmnNames.Bpmn + "laneSet", new XAttribute("id",
                "lanes")));
        laneSet.Add(new XElement(
            BpmnNames.Bpmn + "lane", new XAttribute("id", FreeId("lane")), new XAttribute("name", name),
            elements.Select(e => new XElement(BpmnNames.Bpmn + "flowNodeRef", e))));
        return this;
    }

    // ---- result ----

    /// <exception cref="InvalidDefinitionException">The compiler finds errors.</exception>
    public ProcessGraph Build()
    {
        var compiled = Compile();
        return compiled.Ok ? compiled.Processes[0] : throw new InvalidDefinitionException(compiled.Findings);
    }

    public CompiledDefinitions Compile() => BpmnCompiler.Compile(System.Text.Encoding.UTF8.GetBytes(ToXml()));

    /// <summary>The process as a BPMN document without diagram.</summary>
    public string ToXml() => draft.Finished().ToString();

    private ProcessBuilder MessageTask(
        string kind, string id, string message, string? correlationKey, Action<ElementBuilder>? configure) =>
        Node(kind, id, e =>
        {
            e.MessageRef(message, correlationKey);
            configure?.Invoke(e);
        });

    private ProcessBuilder Branch(string kind, string id, params Action<ProcessBuilder>[] branches)
    {
        Node(kind, id, null);
        if (branches.Length == 0)
        {
            return this;
        }

        openEnds = [];
        foreach (var branch in branches)
        {
            var builder = new ProcessBuilder(draft, container, new OpenEnd(id));
            branch(builder);
            openEnds.AddRange(builder.openEnds);
        }

        return this;
    }

    private ProcessBuilder Container(
        string kind, string id, Action<ProcessBuilder> content, Action<ElementBuilder>? configure)
    {
        Node(kind, id, configure);
        content(new ProcessBuilder(draft, Find(id)));
        return this;
    }

    private ProcessBuilder Node(string kind, string id, Action<ElementBuilder>? configure)
    {
        Add(kind, id, configure);
        Connect(id);
        openEnds = [new OpenEnd(id)];
        return this;
    }

    private XElement Add(string kind, string id, Action<ElementBuilder>? configure)
    {
        var element = new XElement(BpmnNames.Bpmn + kind, new XAttribute("id", id));
        container.Add(element);
        configure?.Invoke(new ElementBuilder(draft, element));
        return element;
    }

    private void Connect(string target)
    {
        foreach (var end in openEnds)
        {
            AddFlow(draft.NextFlowId(), target, end);
        }
    }

    private void AddFlow(string id, string target, OpenEnd source)
    {
        container.Add(new XElement(
            BpmnNames.Bpmn + "sequenceFlow",
            new XAttribute("id", id), new XAttribute("sourceRef", source.NodeId), new XAttribute("targetRef", target),
            source.Condition is null ? null : Condition(source.Condition)));
        if (source.IsDefault)
        {
            Find(source.NodeId).SetAttributeValue("default", id);
        }
    }

    private static XElement Condition(string condition) =>
        new(BpmnNames.Bpmn + "conditionExpression",
            new XAttribute(XNamespace.Xmlns + "xsi", BpmnNames.Xsi),
            new XAttribute(BpmnNames.Xsi + "type", "bpmn:tFormalExpression"),
            condition);

    private XElement Find(string id) =>
        draft.Definitions.Descendants().Single(e => (string?)e.Attribute("id") == id);

    private string FreeId(string stem)
    {
        var used = draft.Definitions.Descendants().Select(e => (string?)e.Attribute("id")).ToHashSet();
        return used.Contains(stem)
            ? Enumerable.Range(2, int.MaxValue - 2)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"{stem}{n}")).First(id => !used.Contains(id))
            : stem;
    }

    private sealed record OpenEnd(string NodeId, string? Condition = null, bool IsDefault = false);
}

using System.Globalization;
using System.Xml.Linq;
using Kommune.Workflow.Definitions.Bpmn;

namespace Kommune.Workflow.Definitions;

/// <summary>Says more about one element of a <see cref="ProcessBuilder"/>; the compiler refuses what does not fit it.</summary>
public sealed class ElementBuilder
{
    private readonly DocumentDraft draft;
    private readonly XElement element;

    internal ElementBuilder(DocumentDraft draft, XElement element)
    {
        this.draft = draft;
        this.element = element;
    }

    public ElementBuilder Name(string name) => Attribute("name", name);

    /// <summary>Any attribute of the BPMN element, such as <c>startQuantity</c>.</summary>
    public ElementBuilder Attribute(string name, object value)
    {
        element.SetAttributeValue(name, value);
        return this;
    }

    // ---- work ----

    public ElementBuilder Job(string type, int retries = 3) =>
        Zeebe("taskDefinition", ("type", type), ("retries", retries.ToString(CultureInfo.InvariantCulture)));

    public ElementBuilder Header(string key, string value) => ZeebeChild("taskHeaders", "header", ("key", key), ("value", value));

    /// <param name="source">FEEL with leading <c>=</c>, or a fixed text.</param>
    /// <param name="target">The variable in the element's own scope.</param>
    public ElementBuilder Input(string source, string target) =>
        ZeebeChild("ioMapping", "input", ("source", source), ("target", target));

    /// <param name="source">FEEL with leading <c>=</c>, or a fixed text.</param>
    /// <param name="target">The variable in the scope around the element.</param>
    public ElementBuilder Output(string source, string target) =>
        ZeebeChild("ioMapping", "output", ("source", source), ("target", target));

    /// <summary>A free property; <c>kommune:fourEyes</c>, <c>kommune:title</c> and so on are ours.</summary>
    public ElementBuilder Property(string name, string value) =>
        ZeebeChild("properties", "property", ("name", name), ("value", value));

    public ElementBuilder Assignee(string assignee) => Zeebe("assignmentDefinition", ("assignee", assignee));

    public ElementBuilder CandidateGroups(string groups) => Zeebe("assignmentDefinition", ("candidateGroups", groups));

    public ElementBuilder CandidateUsers(string users) => Zeebe("assignmentDefinition", ("candidateUsers", users));

    public ElementBuilder DueDate(string moment) => Zeebe("taskSchedule", ("dueDate", moment));

    public ElementBuilder FollowUpDate(string moment) => Zeebe("taskSchedule", ("followUpDate", moment));

    public ElementBuilder Priority(string priority) => Zeebe("priorityDefinition", ("priority", priority));

    public ElementBuilder Form(string formId) => Zeebe("formDefinition", ("formId", formId));

    /// <summary>The doer may not have done one of these tasks.</summary>
    public ElementBuilder FourEyes(params string[] tasks) => Property("kommune:fourEyes", string.Join(',', tasks));

    public ElementBuilder ForCompensation() => Attribute("isForCompensation", true);

    // ---- repetition ----

    public ElementBuilder Loop(string? condition = null, bool testBefore = false, int? maximum = null)
    {
        var loop = Child("standardLoopCharacteristics", ("testBefore", testBefore ? "true" : null),
            ("loopMaximum", maximum?.ToString(CultureInfo.InvariantCulture)));
        return condition is null ? this : Add(loop, "loopCondition", condition);
    }

    /// <summary>One instance for each item of a list.</summary>
    public ElementBuilder ForEach(
        string inputCollection, string? inputElement = null, bool sequential = false,
        string? outputCollection = null, string? outputElement = null, string? completionCondition = null)
    {
        var loop = MultiInstance(sequential);
        loop.Add(Extension("loopCharacteristics", ("inputCollection", inputCollection), ("inputElement", inputElement),
            ("outputCollection", outputCollection), ("outputElement", outputElement)));
        return completionCondition is null ? this : Add(loop, "completionCondition", completionCondition);
    }

    /// <summary>A number of instances.</summary>
    public ElementBuilder Times(string cardinality, bool sequential = false, string? completionCondition = null)
    {
        var loop = MultiInstance(sequential);
        Add(loop, "loopCardinality", cardinality);
        return completionCondition is null ? this : Add(loop, "completionCondition", completionCondition);
    }

    /// <summary>Ends an ad-hoc sub-process when it holds after one of its activities ended.</summary>
    public ElementBuilder CompletionCondition(string condition) => Add(element, "completionCondition", condition);

    // ---- events ----

    public ElementBuilder Message(string name, string? correlationKey = null)
    {
        Child("messageEventDefinition", ("messageRef", draft.Declare("message", "name", name, correlationKey)));
        return this;
    }

    public ElementBuilder TimerDate(string date) => Timer("timeDate", date);

    public ElementBuilder TimerDuration(string duration) => Timer("timeDuration", duration);

    public ElementBuilder TimerCycle(string cycle) => Timer("timeCycle", cycle);

    public ElementBuilder Signal(string name)
    {
        Child("signalEventDefinition", ("signalRef", draft.Declare("signal", "name", name)));
        return this;
    }

    /// <param name="code">The error code; null catches every error.</param>
    public ElementBuilder Error(string? code = null)
    {
        Child("errorEventDefinition", ("errorRef", code is null ? null : draft.Declare("error", "errorCode", code)));
        return this;
    }

    /// <param name="code">The escalation code; null catches every escalation.</param>
    public ElementBuilder Escalation(string? code = null)
    {
        Child(
            "escalationEventDefinition",
            ("escalationRef", code is null ? null : draft.Declare("escalation", "escalationCode", code)));
        return this;
    }

    public ElementBuilder Condition(string condition) => Add(Child("conditionalEventDefinition"), "condition", condition);

    public ElementBuilder Link(string name)
    {
        Child("linkEventDefinition", ("name", name));
        return this;
    }

    public ElementBuilder Terminate()
    {
        Child("terminateEventDefinition");
        return this;
    }

    /// <param name="activity">The activity to compensate; null for everything in the scope, and on boundary events.</param>
    /// <param name="waitForCompletion">Whether a thrower waits for the handlers.</param>
    public ElementBuilder Compensate(string? activity = null, bool waitForCompletion = true)
    {
        Child("compensateEventDefinition", ("activityRef", activity), ("waitForCompletion", waitForCompletion ? null :
            "false"));
        return this;
    }

    public ElementBuilder Cancel()
    {
        Child("cancelEventDefinition");
        return this;
    }

    /// <summary>A multiple event waits for all of its definitions instead of one.</summary>
    public ElementBuilder ParallelMultiple() => Attribute("parallelMultiple", true);

    public ElementBuilder NonInterrupting() =>
        Attribute(element.Name.LocalName == "boundaryEvent" ? "cancelActivity" : "isInterrupting", false);

    /// <summary>Sets attributes of a <c>zeebe:</c> extension element, which is made when it is not there.</summary>
    public ElementBuilder Zeebe(string name, params (string Name, string? Value)[] attributes)
    {
        var extension = ExtensionElement(name);
        foreach (var (attribute, value) in attributes)
        {
            extension.SetAttributeValue(attribute, value);
        }

        return this;
    }

    internal void MessageRef(string message, string? correlationKey) =>
        Attribute("messageRef", draft.Declare("message", "name", message, correlationKey));

    private static XElement Extension(string name, params (string Name, string? Value)[] attributes) =>
        new(BpmnNames.Bpmn + "extensionElements",
            new XElement(
                ZeebeName(name),
                attributes.Where(a => a.Value is not null).Select(a => new XAttribute(a.Name, a.Value!))));

    private static XName ZeebeName(string name) => BpmnNames.Zeebe + name;

    private ElementBuilder Timer(string kind, string value) => Add(Child("timerEventDefinition"), kind, value);

    private XElement MultiInstance(bool sequential) =>
        Child("multiInstanceLoopCharacteristics", ("isSequential", sequential ? "true" : null));

    private ElementBuilder Add(XElement parent, string name, string expression)
    {
        parent.Add(new XElement(
            BpmnNames.Bpmn + name,
            new XAttribute(XNamespace.Xmlns + "xsi", BpmnNames.Xsi),
            new XAttribute(BpmnNames.Xsi + "type", "bpmn:tFormalExpression"),
            expression));
        return this;
    }

    private XElement Child(string name, params (string Name, string? Value)[] attributes) =>
        DocumentDraft.Insert(element, new XElement(
            BpmnNames.Bpmn + name, attributes.Where(a => a.Value is not null).Select(a => new XAttribute(a.Name, a.Value!))));

    private ElementBuilder ZeebeChild(string list, string item, params (string Name, string Value)[] attributes)
    {
        ExtensionElement(list).Add(new XElement(ZeebeName(item), attributes.Select(a => new XAttribute(a.Name, a.Value))));
        return this;
    }

    private XElement ExtensionElement(string name)
    {
        var extensions = element.Element(BpmnNames.Bpmn + "extensionElements")
            ?? DocumentDraft.Insert(element, new XElement(BpmnNames.Bpmn + "extensionElements"));
        if (extensions.Element(ZeebeName(name)) is { } existing)
        {
            return existing;
        }

        var created = new XElement(ZeebeName(name));
        extensions.Add(created);
        return created;
    }
}

using System.Globalization;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles what tasks, call activities and sub-processes do, apart from their flow.</summary>
internal sealed class ActivityCompiler(CompileContext context)
{
    private const string MissingWorkRule = "kommune.task-without-work";

    private readonly UserTaskCompiler userTasks = new(context);
    private readonly MessageCompiler messages = new(context);
    private readonly LoopCompiler loops = new(context);

    public Element Compile(Element element, XElement xml)
    {
        var activity = element with
        {
            IsForCompensation = xml.Flag("isForCompensation"),
            StartQuantity = Quantity(xml, "startQuantity"),
            CompletionQuantity = Quantity(xml, "completionQuantity"),
            Loop = loops.Compile(xml),
        };
        return element.Kind switch
        {
            ElementKind.UserTask => activity with { UserTask = userTasks.Compile(xml) },
            ElementKind.ServiceTask => activity with { Job = ServiceJob(xml) },
            ElementKind.SendTask => Send(activity, xml),
            ElementKind.ReceiveTask => activity with
            {
                Instantiate = xml.Flag("instantiate"),
                Events = messages.Receive(xml, xml) is { } message ? [message] : [],
            },
            ElementKind.ScriptTask => ScriptTask(activity, xml),
            ElementKind.BusinessRuleTask => BusinessRuleTask(activity, xml),
            ElementKind.CallActivity => activity with { Call = Call(xml) },
            ElementKind.AdHocSubProcess => activity with { AdHoc = AdHoc(xml) },
            _ => activity,
        };
    }

    /// <summary>The job of an element with a <c>zeebe:taskDefinition</c>, or null.</summary>
    public static JobDefinition? Job(CompileContext context, XElement xml)
    {
        if (xml.Zeebe("taskDefinition") is not { } definition)
        {
            return null;
        }

        if (context.Expressions.Text(definition, definition.Attr("type")) is not { } type)
        {
            context.Findings.Error("kommune.job-type-missing", definition,
                "Der Auftragstyp fehlt: Tragen Sie im Attribut type ein, welcher Arbeiter die Aufgabe übernimmt.");
            return null;
        }

        var retries = context.Expressions.Text(definition, definition.Attr("retries")) ?? TextValue.Fixed("3");
        if (retries.Text is { } fixedRetries && !int.TryParse(fixedRetries, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            context.Findings.Error("kommune.retries-invalid", definition,
                $"„{fixedRetries}“ ist keine Anzahl von Versuchen. Erwartet wird eine ganze Zahl ab 0.");
        }

        return new JobDefinition(type, retries, xml.Headers());
    }

    private static int Quantity(XElement xml, string attribute) =>
        int.TryParse(xml.Attr(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) ? quantity : 1;

    private JobDefinition? ServiceJob(XElement xml)
    {
        if (Job(context, xml) is { } job)
        {
            return job;
        }

        // The standard's own way to say what is called: the operation becomes the job type.
        if (context.Document.Target(xml, "operationRef") is { } operation
            && (operation.Attr("implementationRef") ?? operation.Attr("name")) is { Length: > 0 } type)
        {
            return new JobDefinition(TextValue.Fixed(type), TextValue.Fixed("3"), xml.Headers());
        }

        if (xml.Zeebe("taskDefinition") is null)
        {
            context.Findings.Error(MissingWorkRule, xml,
                "Der Service-Aufgabe fehlt der Auftragstyp (zeebe:taskDefinition type): Niemand würde sie ausführen.");
        }

        return null;
    }

    private Element Send(Element activity, XElement xml) =>
        Job(context, xml) is { } job
            ? activity with { Job = job }
            : activity with { Events = messages.Throw(xml, xml) is { } message ? [message] : [] };

    private Element ScriptTask(Element activity, XElement xml)
    {
        if (Job(context, xml) is { } job)
        {
            return activity with { Job = job };
        }

        if (xml.Zeebe("script") is not { } script)
        {
            context.Findings.Error(MissingWorkRule, xml,
                "Die Skript-Aufgabe braucht einen FEEL-Ausdruck (zeebe:script) oder einen Auftragstyp "
                + "(zeebe:taskDefinition); "
                + "eingebettete Skripte in anderen Sprachen werden nicht ausgeführt.");
            return activity;
        }

        var expression = context.Expressions.Required(script, script.Attr("expression") ?? string.Empty);
        var result = ResultVariable(script);
        return expression is null || result is null ? activity : activity with { Script = new(expression, result) };
    }

    private Element BusinessRuleTask(Element activity, XElement xml)
    {
        if (Job(context, xml) is { } job)
        {
            return activity with { Job = job };
        }

        if (xml.Zeebe("calledDecision") is not { } called)
        {
            context.Findings.Error(MissingWorkRule, xml,
                "Die Geschäftsregel-Aufgabe braucht eine Entscheidung (zeebe:calledDecision) oder einen Auftragstyp.");
            return activity;
        }

        var decision = context.Expressions.Text(called, called.Attr("decisionId"));
        if (decision is null)
        {
            context.Findings.Error("kommune.decision-id-missing", called,
                "Die Kennung der Entscheidung (decisionId) fehlt.");
        }

        var result = ResultVariable(called);
        return decision is null || result is null
            ? activity
            : activity with
            {
                Decision = new(
                    decision, result, ZeebeExtensions.Binding(context, xml, "calledDecision"), called.Attr(
                        "versionTag")),
            };
    }

    private string? ResultVariable(XElement extension)
    {
        if (extension.Attr("resultVariable") is { } name && !string.IsNullOrWhiteSpace(name))
        {
            return name.Trim();
        }

        context.Findings.Error("kommune.result-variable-missing", extension,
            "Die Ergebnisvariable (resultVariable) fehlt: Ohne sie ginge das Ergebnis verloren.");
        return null;
    }

    private CallDefinition? Call(XElement xml)
    {
        var called = xml.Zeebe("calledElement");
        var processId = called is not null
            ? context.Expressions.Text(called, called.Attr("processId"))
            : xml.Attr("calledElement") is { Length: > 0 } name ? TextValue.Fixed(BpmnNames.LocalPart(name)) : null;
        if (processId is null)
        {
            context.Findings.Error("kommune.called-process-missing", xml,
                "Die Aufruf-Aktivität nennt keinen Prozess (zeebe:calledElement processId).");
            return null;
        }

        return new CallDefinition
        {
            ProcessId = processId,
            Binding = ZeebeExtensions.Binding(context, xml, "calledElement"),
            VersionTag = xml.Zeebe("calledElement", "versionTag"),
            PropagateAllParentVariables = called?.Flag("propagateAllParentVariables", absent: true) ?? true,
            PropagateAllChildVariables = called?.Flag("propagateAllChildVariables", absent: true) ?? true,
        };
    }

    private AdHocDefinition AdHoc(XElement xml)
    {
        var condition = xml.Child("completionCondition");
        var extension = xml.Zeebe("adHoc");
        var active = extension?.Attr("activeElementsCollection");
        foreach (var unsupported in extension?.Attributes()
            .Where(a => a.Name.LocalName.StartsWith("output", StringComparison.Ordinal)) ?? [])
        {
            context.Findings.Error("kommune.ad-hoc-output", extension,
                $"Das Attribut {unsupported.Name.LocalName} eines Ad-hoc-Teilprozesses wird nicht unterstützt.");
        }

        return new AdHocDefinition
        {
            Sequential = xml.Attr("ordering") == "Sequential",
            CompletionCondition = condition is null ? null : context.Expressions.Formal(condition),
            CancelRemaining = xml.Flag("cancelRemainingInstances", absent: true),
            ActiveElements = string.IsNullOrWhiteSpace(active) ? null : context.Expressions.Required(extension!, active),
        };
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles who does a user task, until when, with which form and under which rules.</summary>
internal sealed class UserTaskCompiler(CompileContext context)
{
    public UserTaskDefinition Compile(XElement xml)
    {
        var properties = xml.Properties();
        var assignment = xml.Zeebe("assignmentDefinition");
        var definition = new UserTaskDefinition
        {
            Assignee = Text(assignment, "assignee") ?? Performer(xml, "humanPerformer") ?? Performer(xml, "performer"),
            CandidateGroups = Text(assignment, "candidateGroups") ?? Performer(xml, "potentialOwner"),
            CandidateUsers = Text(assignment, "candidateUsers"),
            DueDate = Moment(xml, "dueDate"),
            FollowUpDate = Moment(xml, "followUpDate"),
            Priority = Priority(xml),
            Title = context.Expressions.Text(xml, properties.GetValueOrDefault("kommune:title")),
            FourEyes = FourEyes(xml, properties.GetValueOrDefault("kommune:fourEyes")),
            Headers = xml.Headers(),
        };
        return WithForm(definition, xml);
    }

    private TextValue? Text(XElement? extension, string attribute) =>
        extension is null ? null : context.Expressions.Text(extension, extension.Attr(attribute));

    /// <summary>The standard's own way to name people: an expression, or a resource of the document.</summary>
    private TextValue? Performer(XElement xml, string kind)
    {
        if (xml.Child(kind) is not { } performer)
        {
            return null;
        }

        var expression = performer.Child("resourceAssignmentExpression")?.Elements()
            .FirstOrDefault(e => e.Kind() is "formalExpression" or "expression");
        if (expression is not null)
        {
            return context.Expressions.Formal(expression) is { } compiled ? TextValue.Computed(compiled) : null;
        }

        return context.Document.Find(performer.Child("resourceRef")?.Value)?.Attr("name") is { Length: > 0 } name
            ? TextValue.Fixed(name) : null;
    }

    private TextValue? Moment(XElement xml, string attribute)
    {
        var value = Text(xml.Zeebe("taskSchedule"), attribute);
        if (value?.Text is { } text && !Period.TryParse(text, out _) && !IsoInstant.TryParse(text, TimeZoneInfo.Utc, out _))
        {
            context.Findings.Error("kommune.date-invalid", xml,
                $"„{text}“ ist weder ein Zeitpunkt (2026-09-15T08:00:00+02:00) noch eine Dauer (P3D).");
        }

        return value;
    }

    private TextValue? Priority(XElement xml)
    {
        var value = Text(xml.Zeebe("priorityDefinition"), "priority");
        if (value?.Text is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority <= 100))
        {
            context.Findings.Error("kommune.priority-invalid", xml,
                $"Die Priorität „{text}“ ist keine ganze Zahl von 0 bis 100.");
        }

        return value;
    }

    private ImmutableArray<string> FourEyes(XElement xml, string? text)
    {
        var tasks = ZeebeExtensions.Names(text);
        foreach (var task in tasks.Where(t => t == xml.Id() || context.Document.Find(t)?.Is("userTask") != true))
        {
            context.Findings.Error("kommune.four-eyes-unknown-task", xml,
                $"Das Vier-Augen-Prinzip nennt „{task}“, das keine andere Benutzer-Aufgabe dieses Dokuments ist.");
        }

        return tasks;
    }

    private UserTaskDefinition WithForm(UserTaskDefinition definition, XElement xml)
    {
        if (xml.Zeebe("formDefinition") is not { } form)
        {
            return definition;
        }

        var formId = form.Attr("formId");
        var reference = form.Attr("externalReference") ?? form.Attr("formKey");
        if (formId?.StartsWith('=') == true)
        {
            context.Findings.Error("kommune.form-id-computed", form,
                "Die Formularkennung (formId) muss feststehen; für berechnete Verweise gibt es externalReference.");
        }

        if (reference?.StartsWith("camunda-forms:", StringComparison.Ordinal) == true)
        {
            context.Findings.Error("kommune.form-embedded", form,
                "Eingebettete Formulare werden nicht unterstützt. Legen Sie das Formular als eigene Datei an und "
                + "nennen Sie seine Kennung (formId).");
            reference = null;
        }

        return definition with
        {
            FormId = string.IsNullOrWhiteSpace(formId) ? null : formId.Trim(),
            FormBinding = ZeebeExtensions.Binding(context, xml, "formDefinition"),
            FormVersionTag = xml.Zeebe("formDefinition", "versionTag"),
            ExternalFormReference = context.Expressions.Text(form, reference),
        };
    }
}

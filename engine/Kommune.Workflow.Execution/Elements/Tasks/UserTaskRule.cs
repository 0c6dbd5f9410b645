using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Work for a person: it waits as a user task until somebody who may do it completes it.</summary>
internal sealed class UserTaskRule : ElementRule
{
    private const int DefaultPriority = 50;
    private const int PriorityMax = 100;

    private static readonly UserTaskDefinition Plain = new();

    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (element.UserTask is null && element.Job is not null)
        {
            JobTask.CreateJob(turn, instance, element);
            return;
        }

        if (TryCreate(turn, instance, element, out var task, out var problem))
        {
            turn.Emit(new TaskCreated(task));
        }
        else
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
        }
    }

    public override void Retry(Turn turn, ElementInstance instance, Element element) => JobTask.RetryJob(turn, instance);

    private static bool TryCreate(
        Turn turn,
        ElementInstance instance,
        Element element,
        [NotNullWhen(true)] out UserTask? task,
        [NotNullWhen(false)] out string? problem)
    {
        task = null;
        var definition = element.UserTask ?? Plain;
        var at = instance.Number;
        string? externalForm = null;
        string? title = null;
        DateTimeOffset? dueAt = null;
        DateTimeOffset? followUpAt = null;
        var priority = DefaultPriority;
        ImmutableArray<string> groups = [];
        ImmutableArray<string> users = [];
        if (!Evaluation.TryText(turn, at, definition.Assignee, out var assignee, out problem)
            || !TryNames(turn, at, definition.CandidateGroups, out groups, out problem)
            || !TryNames(turn, at, definition.CandidateUsers, out users, out problem)
            || !TryTime(turn, at, definition.DueDate, "Die Frist", out dueAt, out problem)
            || !TryTime(turn, at, definition.FollowUpDate, "Die Wiedervorlage", out followUpAt, out problem)
            || !TryPriority(turn, at, definition.Priority, out priority, out problem)
            || !Evaluation.TryText(turn, at, definition.ExternalFormReference, out externalForm, out problem)
            || !Evaluation.TryText(turn, at, definition.Title, out title, out problem))
        {
            return false;
        }

        var barred = FourEyes.BarredFrom(turn, element);
        task = new UserTask
        {
            Number = turn.State.NextNumber,
            ElementInstance = at,
            Element = element.Index,
            Title = string.IsNullOrEmpty(title) ? element.Name ?? element.Id : title,
            CreatedAt = turn.Now,
            Assignee = string.IsNullOrEmpty(assignee) || FourEyes.Bars(barred, assignee) ? null : assignee,
            CandidateGroups = definition.CandidateGroups is null && element.Lane is { } lane ? [lane] : groups,
            CandidateUsers = users,
            DueAt = dueAt,
            FollowUpAt = followUpAt,
            Priority = priority,
            FormId = definition.FormId,
            ExternalFormReference = externalForm,
            Barred = barred,
        };
        return true;
    }

    // A list of texts, or one text with commas.
    private static bool TryNames(
        Turn turn, int at, TextValue? source, out ImmutableArray<string> names, [NotNullWhen(false)] out string? problem)
    {
        names = [];
        if (!Evaluation.TryValue(turn, at, source, out var value, out problem))
        {
            return false;
        }

        switch (value)
        {
            case FeelNull: return true;
            case FeelString text:
                names = [.. text.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
                return true;
            case FeelList list when list.Items.All(item => item is FeelString):
                names = [.. list.Items.Select(item => ((FeelString)item).Value)];
                return true;
            default:
                problem = $"„{source?.Expression?.Text}“ muss eine Liste von Texten ergeben, ergab aber {Evaluation.Describe(value)}.";
                return false;
        }
    }

    // A point in time, or a duration from now on.
    private static bool TryTime(
        Turn turn, int at, TextValue? source, string what, out DateTimeOffset? time, [NotNullWhen(false)] out string? problem)
    {
        time = null;
        if (!Evaluation.TryValue(turn, at, source, out var value, out problem))
        {
            return false;
        }

        var text = value is FeelNull ? null : (value.ToJsonValue() as FeelString)?.Value;
        if (value is FeelNull or FeelString { Value: "" })
        {
            return true;
        }

        if (text is not null && Period.TryParse(text, out var period))
        {
            time = TimerSchedule.After(period, turn.Now);
        }
        else if (text is not null && TimerSchedule.TryPoint(text, out var point))
        {
            time = point;
        }

        problem = time is null
            ? $"{what} muss ein Zeitpunkt oder eine Dauer nach ISO 8601 sein, ist aber {Evaluation.Describe(value)}."
            : null;
        return problem is null;
    }

    private static bool TryPriority(
        Turn turn, int at, TextValue? source, out int priority, [NotNullWhen(false)] out string? problem)
    {
        priority = DefaultPriority;
        if (!Evaluation.TryText(turn, at, source, out var text, out problem) || text is null)
        {
            return problem is null;
        }

        if (!int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out priority) || priority is < 0 or > PriorityMax)
        {
            problem = $"Die Priorität muss eine ganze Zahl von 0 bis {PriorityMax} sein, ist aber „{text}“.";
        }

        return problem is null;
    }
}

using System.Globalization;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Work that a worker outside does: it waits as a job until its result comes.</summary>
internal sealed class JobTask : ElementRule
{
    private const int DefaultRetries = 3;

    public override void Activate(Turn turn, ElementInstance instance, Element element) => CreateJob(turn, instance, element);

    public override void Retry(Turn turn, ElementInstance instance, Element element) => RetryJob(turn, instance);

    /// <summary>Offers the element's work to workers; an element without a job definition has none to do.</summary>
    public static void CreateJob(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Job is not { } definition)
        {
            Transitions.Complete(turn, instance);
            return;
        }

        if (!Evaluation.TryRequiredText(turn, instance.Number, definition.Type, "Der Auftragstyp", out var type, out var problem)
            || !TryRetries(turn, instance, definition, out var retries, out problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
            return;
        }

        turn.Emit(new JobCreated(new Job
        {
            Number = turn.State.NextNumber,
            ElementInstance = instance.Number,
            Element = element.Index,
            Type = type,
            Retries = retries,
            CreatedAt = turn.Now,
        }));
    }

    /// <summary>Lets workers try a job again that had run out of tries or ended in an error nobody caught.</summary>
    public static void RetryJob(Turn turn, ElementInstance instance)
    {
        if (turn.State.Jobs.TryGetValue(instance.Job, out var job))
        {
            turn.Emit(new JobFailed(job.Number, Math.Max(job.Retries, 1), NotBefore: null, job.ErrorMessage));
        }
    }

    private static bool TryRetries(
        Turn turn, ElementInstance instance, JobDefinition definition, out int retries, out string problem)
    {
        retries = DefaultRetries;
        if (!Evaluation.TryText(turn, instance.Number, definition.Retries, out var text, out var textProblem))
        {
            problem = textProblem;
            return false;
        }

        problem = $"Die Zahl der Versuche „{text}“ ist keine ganze Zahl ab 0.";
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out retries) && retries >= 0);
    }
}

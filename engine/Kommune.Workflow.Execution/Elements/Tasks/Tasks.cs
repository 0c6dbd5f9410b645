using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Undefined and manual tasks: the engine has nothing to do but to note the line the element may have for the record.</summary>
internal sealed class PlainTask : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Note is { } note)
        {
            if (!Evaluation.TryValue(turn, instance.Number, note, out var value, out var problem)
                || !Evaluation.TryText(note, value, out var line, out problem))
            {
                Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
                return;
            }

            turn.Emit(new LineWritten(instance.Number, element.Index, line ?? ""));
        }

        Transitions.Complete(turn, instance);
    }
}

/// <summary>Computes a value inside the step, or gives the script to a worker as a job.</summary>
internal sealed class ScriptTask : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Script is not { } script)
        {
            JobTask.CreateJob(turn, instance, element);
        }
        else if (!Evaluation.TryValue(turn, instance.Number, script.Expression, out var value, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
        }
        else if (element.Outputs.IsEmpty)
        {
            Mapping.Propagate(turn, instance.Number, script.ResultVariable, value);
            Transitions.Leave(turn, instance, element);
        }
        else
        {
            Transitions.Complete(turn, instance, FeelContext.Of((script.ResultVariable, value)));
        }
    }

    public override void Retry(Turn turn, ElementInstance instance, Element element) => JobTask.RetryJob(turn, instance);
}

/// <summary>Evaluates a decision inside the step, or gives it to a worker as a job.</summary>
internal sealed class BusinessRuleTask : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Decision is not { } called)
        {
            JobTask.CreateJob(turn, instance, element);
            return;
        }

        if (!Evaluation.TryRequiredText(turn, instance.Number, called.DecisionId, "Die Id der Entscheidung", out var id, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.Decision, problem);
            return;
        }

        if (turn.Context.Decisions(id, called.Binding, called.VersionTag) is not { } decision)
        {
            Incidents.Raise(
                turn, instance, ElementState.Activating, IncidentKind.Decision, $"Die Entscheidung „{id}“ ist nicht veröffentlicht.");
            return;
        }

        turn.Variables.At = instance.Number;
        var result = decision.Evaluate(turn.Variables);
        if ((result.Problem ?? ValueLimits.Problem(result.Value, turn.Limits)) is { } failure)
        {
            Incidents.Raise(
                turn, instance, ElementState.Activating, IncidentKind.Decision, $"Die Entscheidung „{id}“ ist gescheitert: {failure}");
            return;
        }

        var value = result.Value.ToJsonValue();
        turn.Emit(new DecisionEvaluated(instance.Number, id, decision.DefinitionKey, value));
        Transitions.Complete(turn, instance, FeelContext.Of((called.ResultVariable, value)));
    }

    public override void Retry(Turn turn, ElementInstance instance, Element element) => JobTask.RetryJob(turn, instance);
}

/// <summary>Sends a message: as a job, or inside the engine.</summary>
internal sealed class SendTask : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Job is not null || element.Events is not [MessageEvent message])
        {
            JobTask.CreateJob(turn, instance, element);
        }
        else if (Throwing.Throw(turn, instance, message))
        {
            Transitions.Complete(turn, instance);
        }
    }

    public override void Retry(Turn turn, ElementInstance instance, Element element) => JobTask.RetryJob(turn, instance);
}

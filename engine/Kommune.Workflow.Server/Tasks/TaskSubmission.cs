using System.Text.Json.Nodes;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>Checks what somebody entered for a task against the task's form.</summary>
internal sealed class TaskSubmission(
    WorkflowDbContext database, ProcessCatalogue catalogue, FormCatalogue forms, VariableReading variables)
{
    /// <summary>The variables to send to the engine; invalid answers end the request with 422 and errors per question.</summary>
    public async Task<FeelContext?> CheckAsync(TaskRow task, JsonObject? answers, CancellationToken cancellation)
    {
        var graph = await catalogue.GraphAsync(task.DefinitionKey, cancellation);
        var form = await forms.OfTaskAsync(database, graph.Find(task.ElementId)?.UserTask, task.DefinitionKey, cancellation);
        if (form?.Schema is null)
        {
            return VariableReading.ToContext(answers);
        }

        var known = await variables.DataAtAsync(task.ElementInstanceKey, cancellation);
        var submission = form.Schema.Check(answers ?? [], known);
        return submission.IsValid
            ? VariableReading.ToContext(submission.Answers)
            : throw Problem.Unprocessable(submission.Errors);
    }
}

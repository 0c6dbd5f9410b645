using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>The same action with several tasks; each is decided on its own.</summary>
internal static class BulkTaskEndpoint
{
    /// <summary>Tasks in one request.</summary>
    public const int KeysMax = 100;

    /// <param name="Action"><c>claim</c>, <c>assign</c>, <c>delegate</c>, <c>followUp</c>.</param>
    /// <param name="Keys">The tasks.</param>
    /// <param name="To">User name, for assign and delegate.</param>
    /// <param name="At">For followUp; null takes it back.</param>
    /// <param name="Reason">Why, if given.</param>
    public sealed record BulkRequest(
        TaskAction Action,
        [property: JsonRequired] IReadOnlyList<string> Keys,
        string? To,
        DateTimeOffset? At,
        string? Reason);

    /// <param name="Key">The task.</param>
    /// <param name="Ok">Whether it was done.</param>
    /// <param name="Detail">Why not, in German.</param>
    public sealed record BulkOutcome(string Key, bool Ok, string? Detail);

    public sealed record BulkResult(IReadOnlyList<BulkOutcome> Results);

    public static void MapBulkTasks(this IEndpointRouteBuilder api) =>
        api.MapPost("/tasks/bulk", Run).WithName("workOnTasks").WithSummary("Claims, assigns, delegates or puts off several tasks.")
            .Produces<BulkResult>().ProducesProblem(400);

    private static async Task<BulkResult> Run(
        BulkRequest request, Caller caller, TaskWork work, AssigneeReading assignees, CancellationToken cancellation)
    {
        if (request.Keys.Count is < 1 or > KeysMax)
        {
            throw Problem.Invalid(
                $"Expected 1 to {KeysMax} keys, but found {request.Keys.Count}.", $"Wählen Sie 1 bis {KeysMax} Aufgaben.");
        }

        var outcomes = new List<BulkOutcome>();
        foreach (var key in request.Keys.Distinct(StringComparer.Ordinal))
        {
            try
            {
                var command = await CommandAsync(request, key, caller, assignees, cancellation);
                await work.DoAsync(key, caller, request.Action, (_, _) => command, step: key);
                outcomes.Add(new BulkOutcome(key, true, null));
            }
            catch (ProblemException problem)
            {
                var reason = problem.Errors?.Values.FirstOrDefault()?.FirstOrDefault() ?? problem.German;
                outcomes.Add(new BulkOutcome(key, false, reason));
            }
        }

        return new BulkResult(outcomes);
    }

    private static async Task<Func<int, Command>> CommandAsync(
        BulkRequest request, string key, Caller caller, AssigneeReading assignees, CancellationToken cancellation)
    {
        var reason = WorkOnTaskEndpoints.Given(request.Reason);
        switch (request.Action)
        {
            case TaskAction.Claim:
                return task => new AssignTask(task, caller.UserId, Reason: reason);
            case TaskAction.Assign:
                var assignee = await assignees.ExpectAsync(key, request.To ?? "", caller, cancellation);
                return task => new AssignTask(task, assignee, Reason: reason);
            case TaskAction.Delegate:
                var deputy = await assignees.ExpectAsync(key, request.To ?? "", caller, cancellation);
                return task => new DelegateTask(task, deputy, reason);
            case TaskAction.FollowUp:
                return task => new UpdateTask(task, WorkOnTaskEndpoints.FollowUpChanges(request.At), reason);
            default:
                throw Problem.Invalid(
                    $"Expected claim, assign, delegate or followUp, but found {request.Action}.", "Das geht nicht mit mehreren Aufgaben.");
        }
    }
}

using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>Sends commands of requests to the engine; its no becomes problem details.</summary>
internal sealed class CaseCommands(WorkflowEngine engine, WorkflowDbContext database)
{
    /// <summary>The header that names a command, so that sending it twice has the effect of once.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    private const int IdempotencyKeyMax = 100;

    /// <summary>Whether this request's command was accepted before: then it is answered as then, without looking again.</summary>
    /// <exception cref="ProblemException">It was refused before: it is refused as then.</exception>
    public async Task<bool> IsRepeatedAsync(HttpContext context, Actor actor, string? step = null)
    {
        if (CommandId(context.Request, actor, step) is not { } id
            || await database.CommandIds.AsNoTracking().SingleOrDefaultAsync(row => row.CommandId == id, context.RequestAborted)
                is not { } decided)
        {
            return false;
        }

        return decided.ReadRejection() is { } rejection ? throw Problem.From(rejection) : true;
    }

    /// <summary>Sends a command about the thing with this key; returns when it is durable.</summary>
    /// <param name="context">The request; may carry an idempotency key.</param>
    /// <param name="key">The key of a task, job, incident, element instance, or of the instance itself.</param>
    /// <param name="command">The command, given the key's local number.</param>
    /// <param name="actor">Who acts.</param>
    public Task<CommandOutcome> SendAsync(HttpContext context, long key, Func<int, Command> command, Actor actor) =>
        SendStepAsync(context, step: null, key, command, actor);

    /// <summary>The same for one of several commands of a request; the step's name keeps their ids apart.</summary>
    public async Task<CommandOutcome> SendStepAsync(
        HttpContext context, string? step, long key, Func<int, Command> command, Actor actor)
    {
        var commandId = CommandId(context.Request, actor, step);
        var instance = InstanceKey.Of(key, out var local);
        var outcome = await engine.SendAsync(
            database.TenantId, instance, command(local), actor, commandId, context.RequestAborted);
        return outcome.Rejection is { } rejection ? throw Problem.From(rejection) : outcome;
    }

    public static string? CommandId(HttpRequest request, Actor actor, string? step = null)
    {
        var given = request.Headers[IdempotencyHeader].ToString();
        if (given.Length == 0)
        {
            return null;
        }

        return given.Length <= IdempotencyKeyMax
            ? $"{actor.UserId}:{given}{(step is null ? "" : "/" + step)}"
            : throw Problem.Invalid($"Expected {IdempotencyHeader} to have at most {IdempotencyKeyMax} characters.");
    }
}

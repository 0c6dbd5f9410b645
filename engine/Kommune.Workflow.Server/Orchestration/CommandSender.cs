using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Who asks the engine for what: everything an endpoint needs to send a caller's commands.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Caller">Who acts.</param>
/// <param name="TenantId">The tenant the request works for.</param>
/// <param name="Context">The request; may carry an idempotency key.</param>
internal sealed record CommandSender(WorkflowEngine Engine, Caller Caller, string TenantId, HttpContext Context)
{
    /// <summary>Finds it for the parameters of endpoints.</summary>
    public static ValueTask<CommandSender?> BindAsync(HttpContext context) => ValueTask.FromResult<CommandSender?>(new CommandSender(
        context.RequestServices.GetRequiredService<WorkflowEngine>(),
        Caller.Of(context),
        context.RequestServices.GetRequiredService<TenantScope>().TenantId,
        context));

    /// <summary>The same one again is answered with the first result; null without one.</summary>
    public string? CommandId => CaseCommands.CommandId(Context.Request, Caller.Actor);

    /// <summary>Sends a command about one thing inside an instance; what the engine refuses ends the request.</summary>
    /// <param name="key">The thing's key; it names the instance, too.</param>
    /// <param name="command">Makes the command from the thing's local number.</param>
    public Task SendAsync(long key, Func<int, Command> command) =>
        Context.RequestServices.GetRequiredService<CaseCommands>().SendAsync(Context, key, command, Caller.Actor);

    /// <summary>Refuses a tenant that is not the caller's.</summary>
    public void RequireTenant(string? tenantId)
    {
        if (tenantId is not null && tenantId != TenantId)
        {
            throw Problem.Invalid($"Expected the tenant '{TenantId}', but found another.");
        }
    }
}

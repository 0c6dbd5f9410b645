using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>Saves what lies beside a case (comments, files) together with what follows from it, in one transaction.</summary>
/// <remarks>
/// What follows is the line on the case's record and perhaps a notice. It is carried out at once; a crash in between only puts it
/// off to the next start. The text itself stays out of the record, so that it can be erased.
/// </remarks>
internal sealed class CaseRows(WorkflowDbContext database, CommittedEffects effects, KeySource keys, EngineClock clock)
{
    /// <summary>The key of what a request with this command id made before; null: nothing yet.</summary>
    public async Task<long?> FindMadeAsync(string? commandId, CancellationToken cancellation)
    {
        var made = commandId is null
            ? null
            : await database.CommandIds.AsNoTracking().SingleOrDefaultAsync(row => row.CommandId == commandId, cancellation);
        return made?.Position;
    }

    /// <summary>Saves what was added to or removed from the context, with the line on the record.</summary>
    /// <param name="remark">The line.</param>
    /// <param name="instance">The case.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="commandId">Makes an addition repeatable: the key in the line is what the id made.</param>
    /// <param name="notice">What else follows; null: nothing.</param>
    /// <param name="cancellation">Stops before it is saved, not afterwards.</param>
    /// <returns>False when the command id was used at the same time: then nothing was saved.</returns>
    public async Task<bool> SaveAsync(
        AddRemark remark,
        InstanceRow instance,
        Actor actor,
        string? commandId,
        StartProcess? notice,
        CancellationToken cancellation)
    {
        var position = (await keys.NextAsync(cancellation)).Value;
        var now = clock.GetUtcNow();
        Effect[] following = [new SendCommand(new InstanceKey(instance.Key), remark, actor), .. notice is null ? [] : new[] { notice }];
        var pending = following.Select((effect, i) => new PendingEffect(instance.TenantId, position, i, effect, now)).ToList();
        database.Outbox.AddRange(pending.Select(OutboxRow.Of));
        if (commandId is not null)
        {
            var made = ClusterKey.Parse(remark.Reference, "the key");
            database.CommandIds.Add(new CommandIdRow { CommandId = commandId, Position = made, At = now });
        }

        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (commandId is not null)
        {
            database.ChangeTracker.Clear();
            if (await FindMadeAsync(commandId, cancellation) is null)
            {
                throw;
            }

            return false;
        }

        await effects.CarryOutAsync(pending, CancellationToken.None);
        return true;
    }

    /// <summary>The line on the record: its key names the comment or file.</summary>
    public static AddRemark Remark(string kind, long key, long? taskKey) => new(
        kind, ClusterKey.Text(key), taskKey is { } task ? (int)(task & InstanceKey.LocalMax) : null);
}

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Kommune.Workflow.Storage;

/// <summary>Lets writes of EF wait for their turn beside the group commit.</summary>
/// <remarks>One per context: it remembers the turn from before the save to after it.</remarks>
internal sealed class SqliteWriteInterceptor(SqliteWriteGate gate) : SaveChangesInterceptor
{
    private SqliteWriteGate.Turn? turn;

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        turn = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Leave();
        return ValueTask.FromResult(result);
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave();
        return Task.CompletedTask;
    }

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave();
        return Task.CompletedTask;
    }

    private void Leave()
    {
        turn?.Dispose();
        turn = null;
    }
}

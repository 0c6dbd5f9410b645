using System.Threading.Channels;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>What must become durable together: all of its statements, or none.</summary>
internal sealed class CommitUnit(List<SqlStatement> statements)
{
    private readonly TaskCompletionSource<CommitResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<SqlStatement> Statements => statements;

    public Task<CommitResult> Done => done.Task;

    public void Answer(CommitResult result) => done.TrySetResult(result);

    public void Fail(Exception exception) => done.TrySetException(exception);
}

/// <summary>Writes units to the database.</summary>
internal interface IUnitWriter : IAsyncDisposable
{
    /// <summary>Writes all units in one transaction.</summary>
    /// <returns>False when one of them could not be written; then none is.</returns>
    ValueTask<bool> TryWriteAsync(IReadOnlyList<CommitUnit> units);

    /// <summary>Writes one unit in a transaction of its own.</summary>
    ValueTask<CommitResult> WriteAloneAsync(CommitUnit unit);
}

/// <summary>The one writer of this node: while a transaction runs, what arrives is gathered for the next.</summary>
internal sealed class CommitGroup : IAsyncDisposable
{
    /// <summary>Units in one transaction.</summary>
    private const int UnitsMax = 512;

    private readonly Channel<CommitUnit> queue;
    private readonly IUnitWriter writer;
    private readonly Task running;

    /// <param name="writer">Writes.</param>
    /// <param name="queuedMax">Units that may wait; who brings a further one waits until there is room.</param>
    public CommitGroup(IUnitWriter writer, int queuedMax)
    {
        this.writer = writer;
        queue = Channel.CreateBounded<CommitUnit>(new BoundedChannelOptions(queuedMax) { SingleReader = true });
        running = Task.Run(RunAsync);
    }

    /// <summary>Answers when the unit is durable, or why it is not.</summary>
    public Task<CommitResult> CommitAsync(List<SqlStatement> statements)
    {
        var unit = new CommitUnit(statements);
        return queue.Writer.TryWrite(unit) ? unit.Done : CommitWhenThereIsRoomAsync(unit);
    }

    /// <summary>Writes what was accepted, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await running.ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<CommitResult> CommitWhenThereIsRoomAsync(CommitUnit unit)
    {
        try
        {
            await queue.Writer.WriteAsync(unit).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new OperationCanceledException("The store is closing; nothing was written.");
        }

        return await unit.Done.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var units = new List<CommitUnit>(UnitsMax);
        while (await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (units.Count < UnitsMax && queue.Reader.TryRead(out var unit))
            {
                units.Add(unit);
            }

            await WriteAsync(units).ConfigureAwait(false);
            units.Clear();
        }
    }

    private async Task WriteAsync(List<CommitUnit> units)
    {
        try
        {
            if (await writer.TryWriteAsync(units).ConfigureAwait(false))
            {
                foreach (var unit in units)
                {
                    unit.Answer(CommitResult.Committed);
                }

                return;
            }
        }
        catch (Exception)
        {
            // One of them broke the transaction; alone each gets its own answer.
        }

        foreach (var unit in units)
        {
            try
            {
                unit.Answer(await writer.WriteAloneAsync(unit).ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                unit.Fail(exception);
            }
        }
    }
}

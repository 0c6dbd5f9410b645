using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Hands out keys that are unique in the whole installation, also between nodes and after a restart.</summary>
public sealed class KeySource(IInstanceStore store, RuntimeOptions options) : IDisposable
{
    private const string Counter = "keys";

    private readonly SemaphoreSlim refill = new(1, 1);
    private readonly Lock gate = new();
    private long next;
    private long end;

    /// <summary>The key of a new instance, definition, message, comment, …</summary>
    public async ValueTask<InstanceKey> NextAsync(CancellationToken cancellationToken = default)
    {
        long number;
        while (!TryTake(out number))
        {
            await refill.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (TryTake(out number))
                {
                    break;
                }

                var first = await store.ReserveAsync(Counter, options.NumbersPerBlock, cancellationToken).ConfigureAwait(false);
                lock (gate)
                {
                    (next, end) = (first, first + options.NumbersPerBlock);
                }
            }
            finally
            {
                refill.Release();
            }
        }

        return InstanceKey.FromNumber(number);
    }

    public void Dispose() => refill.Dispose();

    private bool TryTake(out long number)
    {
        lock (gate)
        {
            number = next;
            if (next == end)
            {
                return false;
            }

            next++;
            return true;
        }
    }
}

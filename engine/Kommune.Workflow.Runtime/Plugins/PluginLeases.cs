using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Lets work run on one node of a cluster at a time, by a lease in the database.</summary>
/// <param name="store">Keeps the leases.</param>
/// <param name="time">Real time: an engine clock that stands still must not end leases.</param>
/// <param name="log">The log.</param>
public sealed class PluginLeases(IPluginStore store, TimeProvider time, ILogger<PluginLeases> log)
{
    /// <summary>How long a lease holds without being extended.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often it is extended, and asked for by those who wait.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly string node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>Waits for the lease, then runs the work until it ends, the lease is lost or the program stops.</summary>
    public async Task RunAsync(string name, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!await TryAsync(name, stopping).ConfigureAwait(false))
        {
            await Task.Delay(Beat, time, stopping).ConfigureAwait(false);
        }

        using var held = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = KeepAsync(name, held);
        try
        {
            await work(held.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            log.LogWarning("The lease of {Work} was lost; the work goes on where it is held", name);
        }
        finally
        {
            await held.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
            await store.ReleaseAsync(name, node, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task KeepAsync(string name, CancellationTokenSource held)
    {
        try
        {
            var until = time.GetUtcNow() + Lease;
            while (true)
            {
                await Task.Delay(Beat, time, held.Token).ConfigureAwait(false);
                var now = time.GetUtcNow();
                var extended = await TryExtendAsync(name, held.Token).ConfigureAwait(false);
                until = extended == true ? now + Lease : until;

                // Nobody else may begin before this one has stopped.
                if (extended == false || now + (2 * Beat) > until)
                {
                    await held.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    /// <returns>Null when the database did not answer.</returns>
    private async Task<bool?> TryExtendAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogWarning(exception, "Extending the lease of {Work} failed", name);
            return null;
        }
    }

    private Task<bool> TryAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return store.TryLeaseAsync(name, node, now, now + Lease, cancellationToken);
    }
}

using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Lets work run on one node of a cluster at a time, by a lease in the database.</summary>
public sealed class PluginLeases(IPluginStore store, ILogger<PluginLeases> log)
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
            await Task.Delay(Beat, TimeProvider.System, stopping).ConfigureAwait(false);
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
            var until = TimeProvider.System.GetUtcNow() + Lease;
            while (true)
            {
                await Task.Delay(Beat, TimeProvider.System, held.Token).ConfigureAwait(false);
                var now = TimeProvider.System.GetUtcNow();
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
        var now = TimeProvider.System.GetUtcNow(); // Real time: an engine clock that stands still must not end leases.
        return store.TryLeaseAsync(name, node, now, now + Lease, cancellationToken);
    }
}

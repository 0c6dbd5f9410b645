using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>Tells the engine what the outbox holds: in order per device, each fact once by its own key, and again after a crash.</summary>
internal sealed class Outbox(ITables tables, IProcesses processes, TimeProvider clock, ILogger log)
{
    private const int PageSize = 500;
    private const int Concurrent = 16;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(10);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something new.</summary>
    public void Wake() => wake.Writer.TryWrite(true);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look: what comes while looking wakes again.
            wake.Reader.TryRead(out _);
            if (!await TellPageAsync(cancellationToken).ConfigureAwait(false))
            {
                await Task.WhenAny(
                    wake.Reader.WaitToReadAsync(cancellationToken).AsTask(),
                    Task.Delay(Sweep, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<bool> TellPageAsync(CancellationToken cancellationToken)
    {
        var page = await tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(connection, "SELECT number, device, body FROM mqtt_outbox ORDER BY number LIMIT @0", 1);
                return await sql.ListAsync(
                    row => (Number: row.GetInt64(0), Device: row.GetString(1), Body: row.GetString(2)), PageSize).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        var told = new ConcurrentBag<long>();
        await Parallel.ForEachAsync(
            page.GroupBy(row => row.Device),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrent, CancellationToken = cancellationToken },
            async (device, cancellation) =>
            {
                foreach (var row in device)
                {
                    if (!await TellAsync(JsonSerializer.Deserialize<Telling>(row.Body, Fields.Json)!, cancellation).ConfigureAwait(false))
                    {
                        return;
                    }

                    told.Add(row.Number);
                }
            }).ConfigureAwait(false);
        if (!told.IsEmpty)
        {
            await ForgetAsync(told, cancellationToken).ConfigureAwait(false);
        }

        return page.Count == PageSize && !told.IsEmpty;
    }

    private async Task<bool> TellAsync(Telling telling, CancellationToken cancellationToken)
    {
        try
        {
            if (telling.Stimulus)
            {
                var stimulus = new Stimulus
                {
                    Type = telling.Name,
                    CorrelationKey = telling.CorrelationKey,
                    IdempotencyKey = telling.IdempotencyKey,
                    Variables = telling.Variables,
                };
                await processes.RaiseAsync(stimulus, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var message = new ProcessMessage
                {
                    Name = telling.Name,
                    CorrelationKey = telling.CorrelationKey,
                    IdempotencyKey = telling.IdempotencyKey,
                    Variables = telling.Variables,
                };
                await processes.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (PluginException e)
        {
            // The engine refuses this fact for good: it must not hold up the device's others.
            log.LogWarning(e, "The engine refused {Name}.", telling.Name);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning(e, "{Name} could not be told; it stays in the outbox since {Now}.", telling.Name, clock.GetUtcNow());
            return false;
        }
    }

    private Task<bool> ForgetAsync(IEnumerable<long> numbers, CancellationToken cancellationToken) => tables.WriteAsync(
        async (transaction, _) =>
        {
            await using var sql = new Sql(transaction.Connection!, "DELETE FROM mqtt_outbox WHERE number = @0", 1, transaction);
            foreach (var number in numbers)
            {
                await sql.RunAsync(number).ConfigureAwait(false);
            }

            return true;
        },
        cancellationToken);
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>Takes messages in, one batch a transaction: values, rules and what the engine is to hear are durable together.</summary>
/// <remarks>
/// One loop does it all, so the messages of a device keep their order and nothing needs a lock. While a transaction runs the next batch
/// gathers. When the queue is full, senders wait: a flood is slowed down, never dropped.
/// </remarks>
public sealed class MessageIntake(ITables tables, CatalogueStore catalogue, TimeProvider clock, ILogger log)
{
    /// <summary>Messages that may wait to be written.</summary>
    public const int QueueLimit = 20_000;

    /// <summary>Messages of one transaction.</summary>
    public const int BatchLimit = 1_000;

    /// <summary>Transactions follow one another no faster while messages come one by one: each costs a write to the disk.</summary>
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(20);

    /// <summary>So many are worth a transaction of their own at once.</summary>
    private const int BatchEnough = 200;

    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly SensorStates states = new(tables);

    /// <summary>How many messages each source sent since the start, and when the last one came.</summary>
    public ConcurrentDictionary<string, (long Count, DateTimeOffset LastAt)> Traffic { get; } = new(StringComparer.Ordinal);

    /// <summary>Raised after a commit that left something for the engine.</summary>
    internal event Action? Told;

    /// <summary>Hands a message in. The first await ends when there is room for it, the task given when it is durable.</summary>
    /// <param name="arrival">The message.</param>
    /// <param name="cancellationToken">Gives up waiting for room.</param>
    public async ValueTask<Task<Verdict>> ReceiveAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var work = new Work(arrival);
        await EnqueueAsync(work, cancellationToken).ConfigureAwait(false);
        if (arrival.DeadLetter is null)
        {
            Traffic.AddOrUpdate(
                arrival.SourceId,
                static (_, at) => (1, at),
                static (_, before, at) => (before.Count + 1, at),
                arrival.At);
        }

        return work.Done.Task;
    }

    /// <summary>Looks which rules are due by time alone, and tells them so.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PassTimeAsync(CancellationToken cancellationToken)
    {
        var work = new Work(null);
        await EnqueueAsync(work, cancellationToken).ConfigureAwait(false);
        await work.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Works until cancelled. A batch that cannot be written is tried again; until then its senders wait.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var codecs = new CodecShelf();
        var reader = new ArrivalReader(codecs);
        var batch = new List<Work>(BatchLimit);
        var written = 0L;
        try
        {
            await states.LoadAsync(cancellationToken).ConfigureAwait(false);
            while (await queue.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var early = BetweenBatches - TimeProvider.System.GetElapsedTime(written);
                if (early > TimeSpan.Zero && queue.Reader.Count < BatchEnough)
                {
                    await Task.Delay(early, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                }

                while (batch.Count < BatchLimit && queue.Reader.TryRead(out var work))
                {
                    batch.Add(work);
                }

                await WriteAsync(batch, reader, cancellationToken).ConfigureAwait(false);
                written = TimeProvider.System.GetTimestamp();
                batch.Clear();
            }
        }
        finally
        {
            // Whoever still waits must not take the message for stored.
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out var work))
            {
                batch.Add(work);
            }

            batch.ForEach(work => work.Done.TrySetCanceled(CancellationToken.None));
        }
    }

    private async ValueTask EnqueueAsync(Work work, CancellationToken cancellationToken)
    {
        try
        {
            await queue.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new OperationCanceledException("The intake has stopped.", e, cancellationToken);
        }
    }

    private async Task WriteAsync(List<Work> batch, ArrivalReader reader, CancellationToken cancellationToken)
    {
        var setUp = catalogue.Current;
        var read = batch.ConvertAll(work => work.Arrival is { } arrival ? reader.Read(arrival, setUp) : null);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var change = new SensorChange(states, setUp, clock);
                await tables.WriteAsync(
                    async (transaction, _) =>
                    {
                        change = new SensorChange(states, setUp, clock);
                        await change.WriteAsync(batch.ConvertAll(work => work.Arrival), read, BatchWriter.In(transaction))
                            .ConfigureAwait(false);
                        return true;
                    },
                    cancellationToken).ConfigureAwait(false);
                change.Commit();
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Done.TrySetResult(change.Verdicts[i]);
                }

                if (change.HasTellings)
                {
                    Told?.Invoke();
                }

                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Messages of sensors could not be stored; trying again (attempt {Attempt}).", attempt);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
                await states.LoadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A message, or without one the passing of time.</summary>
    private sealed class Work(Arrival? arrival)
    {
        public Arrival? Arrival => arrival;

        public TaskCompletionSource<Verdict> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

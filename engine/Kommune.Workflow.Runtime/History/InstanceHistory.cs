using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Reads what happened in an instance, and proves that nobody changed the record.</summary>
public sealed class InstanceHistory(IInstanceStore store)
{
    private const int EntryPage = 500;
    private const int InstancePage = 500;

    /// <summary>Entries after a number, oldest first, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> ReadAsync(
        InstanceKey key, int afterEntry = 0, int limit = EntryPage, CancellationToken cancellationToken = default)
    {
        var entries = await store.ReadJournalAsync(key, afterEntry, limit, cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(entry => new HistoryEntry(entry.Number, Journal.DecodeEntry(entry.Bytes)))];
    }

    /// <summary>Walks the chain of every instance.</summary>
    /// <returns>The first break found, or null, and how much was checked.</returns>
    public async Task<HistoryVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var (instances, entries, after) = (0L, 0L, 0L);
        while (true)
        {
            var heads = await store.ReadHeadsAsync(after, InstancePage, cancellationToken).ConfigureAwait(false);
            foreach (var head in heads)
            {
                if (await FindBreakAsync(head, cancellationToken).ConfigureAwait(false) is { } broken)
                {
                    return new HistoryVerification(instances, entries, broken);
                }

                instances++;
                entries += head.JournalCount;
                after = head.Key.Value;
            }

            if (heads.Count < InstancePage)
            {
                return new HistoryVerification(instances, entries, null);
            }
        }
    }

    private async Task<HistoryBreak?> FindBreakAsync(InstanceHead head, CancellationToken cancellationToken)
    {
        var hash = JournalChain.Root;
        var number = 0;
        while (true)
        {
            var entries = await store.ReadJournalAsync(head.Key, number, EntryPage, cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                number++;
                hash = JournalChain.Next(hash, head.Key.Inner(number), entry.Bytes);
                if (entry.Number != number || !hash.AsSpan().SequenceEqual(entry.Hash))
                {
                    return new HistoryBreak(head.Key, number);
                }
            }

            if (entries.Count == 0)
            {
                var complete = number == head.JournalCount && hash.AsSpan().SequenceEqual(head.JournalHash);
                return complete ? null : new HistoryBreak(head.Key, Math.Min(number, head.JournalCount) + 1);
            }
        }
    }
}

public sealed record HistoryEntry(int Number, JournalEntry Entry);

/// <param name="Instances">Instances whose chain holds.</param>
/// <param name="Entries">Entries in them.</param>
/// <param name="Break">Where the first broken chain breaks.</param>
public sealed record HistoryVerification(long Instances, long Entries, HistoryBreak? Break);

/// <param name="Instance">Whose chain is broken.</param>
/// <param name="Entry">The first entry that is changed, missing or too many.</param>
public sealed record HistoryBreak(InstanceKey Instance, int Entry);

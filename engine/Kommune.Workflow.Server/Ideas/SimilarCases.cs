using System.Collections.Concurrent;
using System.Text.Json;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>Which cases of a procedure tell a similar story, found by the words of their texts.</summary>
/// <remarks>
/// Each node keeps the vectors of the texts in memory and adds the cases it does not know yet before it answers. Texts are read
/// once: a text that was repaired afterwards is compared as it was, until the program starts again.
/// </remarks>
internal sealed class SimilarCases
{
    /// <summary>How many similar cases are named.</summary>
    public const int CountMax = 5;

    /// <summary>Cases that are compared; beyond it only the newest.</summary>
    public const int CasesMax = 20_000;

    private const int KeysPerQuery = 500;

    // What tells two ideas apart; the description repeats it in more words.
    private static readonly string[] ComparedTexts = [IdeaNames.Title, IdeaNames.Problem, IdeaNames.Solution];

    private readonly ConcurrentDictionary<(string Tenant, string ProcessId), Shelf> shelves = new();

    /// <summary>Keys of cases like the one with this key, likeliest first, itself left out.</summary>
    public async Task<IReadOnlyList<long>> ToCaseAsync(
        WorkflowDbContext database, string processId, long caseKey, CancellationToken cancellation)
    {
        var known = await RefreshedAsync(database, processId, cancellation);
        return known.TryGetValue(caseKey, out var text) ? Likeliest(known, text, caseKey) : [];
    }

    /// <summary>Keys of cases like a text, likeliest first.</summary>
    public async Task<IReadOnlyList<long>> ToTextAsync(
        WorkflowDbContext database, string processId, string text, CancellationToken cancellation) =>
        text.Length > 2 * TextLikeness.LengthMax
            ? throw Problem.Invalid($"Expected a text of at most {2 * TextLikeness.LengthMax} characters.", "Bitte kürzen Sie den Text.")
            : Likeliest(await RefreshedAsync(database, processId, cancellation), TextLikeness.Of(text), null);

    private static List<long> Likeliest(IReadOnlyDictionary<long, TextLikeness> known, TextLikeness text, long? except) => [.. known
        .Where(entry => entry.Key != except)
        .Select(entry => (entry.Key, Likeness: text.To(entry.Value)))
        .Where(entry => entry.Likeness >= TextLikeness.LikelyDuplicate)
        .OrderByDescending(entry => entry.Likeness)
        .Take(CountMax)
        .Select(entry => entry.Key)];

    private async Task<IReadOnlyDictionary<long, TextLikeness>> RefreshedAsync(
        WorkflowDbContext database, string processId, CancellationToken cancellation)
    {
        var shelf = shelves.GetOrAdd((database.TenantId, processId), _ => new Shelf());
        await shelf.Gate.WaitAsync(cancellation);
        try
        {
            var current = await database.Instances
                .Where(i => i.ProcessId == processId && i.Status != Execution.InstanceStatus.Terminated)
                .OrderByDescending(i => i.Key).Take(CasesMax).Select(i => i.Key).ToListAsync(cancellation);
            foreach (var keys in current.Where(key => !shelf.Texts.ContainsKey(key)).Chunk(KeysPerQuery))
            {
                await AddAsync(shelf, database, keys, cancellation);
            }

            foreach (var gone in shelf.Texts.Keys.Except(current))
            {
                shelf.Texts.TryRemove(gone, out _);
            }

            return shelf.Texts;
        }
        finally
        {
            shelf.Gate.Release();
        }
    }

    private static async Task AddAsync(Shelf shelf, WorkflowDbContext database, long[] keys, CancellationToken cancellation)
    {
        var rows = await database.Variables.AsNoTracking()
            .Where(v => keys.Contains(v.ScopeKey) && ComparedTexts.Contains(v.Name))
            .Select(v => new { v.ScopeKey, v.Value })
            .ToListAsync(cancellation);
        foreach (var texts in rows.GroupBy(row => row.ScopeKey))
        {
            shelf.Texts[texts.Key] = TextLikeness.Of(string.Join(' ', texts
                .Where(row => row.Value.StartsWith('"'))
                .Select(row => JsonSerializer.Deserialize<string>(row.Value))));
        }
    }

    private sealed class Shelf
    {
        /// <summary>One reader at a time adds what is new.</summary>
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public ConcurrentDictionary<long, TextLikeness> Texts { get; } = new();
    }
}

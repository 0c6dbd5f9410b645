using System.Collections.Concurrent;

namespace Kommune.Workflow.Runtime;

/// <summary>Tells waiting workers of this node that there may be jobs of their type.</summary>
internal sealed class JobBoard
{
    private readonly ConcurrentDictionary<string, Pulse> types = new(StringComparer.Ordinal);

    /// <summary>Completes when a job of the type may have become available.</summary>
    public Task Ticket(string type) => types.GetOrAdd(type, _ => new Pulse()).Ticket;

    public void Announce(string type)
    {
        if (types.TryGetValue(type, out var waiting))
        {
            waiting.Send();
        }
    }

    public void AnnounceAll()
    {
        foreach (var waiting in types.Values)
        {
            waiting.Send();
        }
    }
}

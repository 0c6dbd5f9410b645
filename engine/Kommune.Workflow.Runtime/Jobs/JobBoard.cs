namespace Kommune.Workflow.Runtime;

/// <summary>Tells waiting workers of this node that there may be jobs of their type.</summary>
internal sealed class JobBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Watchers> types = new(StringComparer.Ordinal);

    /// <summary>Watches for jobs of a type until disposed; a type nobody watches is forgotten.</summary>
    public Watch Watch(string type)
    {
        lock (gate)
        {
            if (!types.TryGetValue(type, out var watchers))
            {
                types.Add(type, watchers = new Watchers());
            }

            watchers.Count++;
            return new Watch(this, type, watchers.Woken);
        }
    }

    public void Announce(string type)
    {
        lock (gate)
        {
            types.GetValueOrDefault(type)?.Woken.Send();
        }
    }

    public void AnnounceAll()
    {
        lock (gate)
        {
            foreach (var watchers in types.Values)
            {
                watchers.Woken.Send();
            }
        }
    }

    internal void Leave(string type)
    {
        lock (gate)
        {
            if (--types[type].Count == 0)
            {
                types.Remove(type);
            }
        }
    }

    private sealed class Watchers
    {
        public Pulse Woken { get; } = new();

        public int Count { get; set; }
    }
}

/// <summary>One worker's eye on the jobs of a type.</summary>
internal sealed class Watch(JobBoard board, string type, Pulse woken) : IDisposable
{
    /// <summary>Completes when a job of the type may have become available.</summary>
    public Task Ticket => woken.Ticket;

    public void Dispose() => board.Leave(type);
}

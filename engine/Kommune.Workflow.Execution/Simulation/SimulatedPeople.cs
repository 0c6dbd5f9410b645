namespace Kommune.Workflow.Execution;

/// <summary>A task in somebody's queue, or on somebody's desk.</summary>
internal sealed class SimulatedWork(InstanceKey instance, UserTask task, IReadOnlyList<SimulatedOffice> offices, DateTimeOffset createdAt)
{
    public InstanceKey Instance => instance;

    public int Task => task.Number;

    public int Element => task.Element;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>The groups it is offered to.</summary>
    public IReadOnlyList<SimulatedOffice> Offices => offices;

    /// <summary>Who works on it; null while it waits.</summary>
    public SimulatedPerson? Person { get; set; }

    public DateTimeOffset BegunAt { get; set; }

    /// <summary>Done, or withdrawn.</summary>
    public bool IsOver { get; set; }

    public bool IsBarred(string userId) => task.Barred.Any(doer => doer.UserId == userId);
}

internal sealed record SimulatedPerson(string UserId, SimulatedOffice Office);

/// <summary>A group with its people, each of whom does one task after the other, and the queue before their door.</summary>
internal sealed class SimulatedOffice
{
    /// <summary>Tasks looked at when the first ones are not for whoever is free (four eyes).</summary>
    private const int LookAheadMax = 50;

    private readonly LinkedList<SimulatedWork> queue = [];
    private readonly List<SimulatedPerson> free = [];

    public SimulatedOffice(string name, int people)
    {
        Name = name;
        People = people;
        free.AddRange(Enumerable.Range(1, people).Select(i => new SimulatedPerson(FormattableString.Invariant($"{name}#{i}"), this)));
    }

    public string Name { get; }

    public int People { get; }

    public TimeSpan Busy { get; set; }

    public int Done { get; set; }

    public TimeSpan Waited { get; set; }

    public int QueueMax { get; private set; }

    public void Offer(SimulatedWork work)
    {
        queue.AddLast(work);
        QueueMax = Math.Max(QueueMax, queue.Count - free.Count);
    }

    public void Release(SimulatedPerson person) => free.Add(person);

    /// <summary>Gives the oldest task to a person who may do it; null when none can begin now.</summary>
    public SimulatedWork? TakeNext()
    {
        var looked = 0;
        for (var node = queue.First; node is not null && free.Count > 0 && looked < LookAheadMax;)
        {
            var next = node.Next;
            var work = node.Value;
            if (work.IsOver || work.Person is not null)
            {
                queue.Remove(node);
            }
            else if (free.FindIndex(person => !work.IsBarred(person.UserId)) is >= 0 and var index)
            {
                work.Person = free[index];
                free.RemoveAt(index);
                queue.Remove(node);
                return work;
            }
            else
            {
                looked++;
            }

            node = next;
        }

        return null;
    }
}

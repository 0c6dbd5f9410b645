namespace Kommune.Workflow.Execution;

/// <summary>Who waits for what in a world of instances, kept up to date from their events.</summary>
internal sealed class VirtualWaits
{
    private readonly Dictionary<(BookmarkKind Kind, string Name), SortedSet<Place>> bookmarks = [];
    private readonly SortedSet<(DateTimeOffset DueAt, Place Place)> timers = [];
    private readonly Dictionary<Place, object> known = [];

    /// <summary>The timer that is due first, oldest instance first; null when nothing waits for a time.</summary>
    public (DateTimeOffset DueAt, Place Place)? FirstTimer => timers.Count == 0 ? null : timers.Min;

    /// <summary>Bookmarks of this kind and name, by instance and number.</summary>
    public IReadOnlyCollection<Place> Find(BookmarkKind kind, string name) =>
        bookmarks.TryGetValue((kind, name), out var places) ? [.. places] : [];

    public void Follow(VirtualInstance instance, IReadOnlyList<InstanceEvent> events)
    {
        foreach (var e in events)
        {
            switch (e)
            {
                case TimerScheduled scheduled: Add(instance, scheduled.Timer); break;
                case TimerEnded ended: Remove(new Place(instance.Key.Value, ended.Timer)); break;
                case BookmarkOpened opened: Add(instance, opened.Bookmark); break;
                case BookmarkClosed closed: Remove(new Place(instance.Key.Value, closed.Bookmark)); break;
            }
        }
    }

    private void Add(VirtualInstance instance, Timer timer)
    {
        var place = new Place(instance.Key.Value, timer.Number);
        known.Add(place, timer.DueAt);
        timers.Add((timer.DueAt, place));
    }

    private void Add(VirtualInstance instance, Bookmark bookmark)
    {
        var place = new Place(instance.Key.Value, bookmark.Number);
        var name = (bookmark.Kind, bookmark.Name);
        known.Add(place, name);
        if (!bookmarks.TryGetValue(name, out var places))
        {
            bookmarks.Add(name, places = []);
        }

        places.Add(place);
    }

    private void Remove(Place place)
    {
        if (!known.Remove(place, out var what))
        {
            return;
        }

        if (what is DateTimeOffset dueAt)
        {
            timers.Remove((dueAt, place));
        }
        else
        {
            bookmarks[((BookmarkKind, string))what].Remove(place);
        }
    }

    /// <summary>A thing inside an instance.</summary>
    public readonly record struct Place(long Instance, int Number) : IComparable<Place>
    {
        public int CompareTo(Place other) =>
            Instance != other.Instance ? Instance.CompareTo(other.Instance) : Number.CompareTo(other.Number);
    }
}

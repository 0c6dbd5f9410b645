using System.Globalization;
using System.Linq.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Inbox;

/// <summary>Reads pages and counts of the inbox by merging <see cref="InboxSources"/>.</summary>
internal sealed class InboxReading(WorkflowDbContext database, EngineClock clock)
{
    /// <summary>Counts are exact below; at this number they mean «more».</summary>
    public const int CountMax = 1_000;

    /// <summary>One page in the query's order, beginning after a place named by an earlier page.</summary>
    public async Task<(List<TaskRow> Rows, string? Next)> PageAsync(
        InboxQuery query, Caller caller, string? after, int limit, CancellationToken cancellation)
    {
        var order = Order(query);
        var place = after is null ? null : Place.Parse(after);
        var merged = new Dictionary<long, TaskRow>();
        foreach (var source in new InboxSources(database, caller, clock.GetUtcNow()).Of(query))
        {
            var rows = place is null ? source : source.Where(order.Beyond(place));
            foreach (var row in await order.Sort(rows).Take(limit + 1).Select(t => t.Task).AsNoTracking().ToListAsync(cancellation))
            {
                merged[row.Key] = row;
            }
        }

        var page = order.Sort(merged.Values).Take(limit + 1).ToList();
        if (page.Count <= limit)
        {
            return (page, null);
        }

        page.RemoveAt(limit);
        return (page, new Place(order.Value(page[^1]), page[^1].Key).ToString());
    }

    /// <summary>How many tasks the query has, up to <see cref="CountMax"/>.</summary>
    public async Task<int> CountAsync(InboxQuery query, Caller caller, CancellationToken cancellation)
    {
        var keys = new HashSet<long>();
        foreach (var source in new InboxSources(database, caller, clock.GetUtcNow()).Of(query))
        {
            keys.UnionWith(await source.Select(t => t.Key).Take(CountMax).ToListAsync(cancellation));
            if (keys.Count >= CountMax)
            {
                return CountMax;
            }
        }

        return keys.Count;
    }

    private static ListOrder Order(InboxQuery query) => query.View == InboxView.Done
        ? new NewestEndFirst()
        : query.Sort switch
        {
            InboxSort.Created => new Ascending(t => -t.Key, t => -t.Key),
            InboxSort.Priority => new Ascending(t => -(long)t.Task.Priority, t => -t.Priority),
            _ => new Ascending(t => t.DueSort, t => t.DueSort),
        };

    /// <summary>An order, the same in the database and here.</summary>
    private abstract class ListOrder
    {
        public abstract IQueryable<ListedTask> Sort(IQueryable<ListedTask> rows);

        public abstract IEnumerable<TaskRow> Sort(IEnumerable<TaskRow> rows);

        /// <summary>Together with the key, where a row stands.</summary>
        public abstract long Value(TaskRow row);

        public abstract Expression<Func<ListedTask, bool>> Beyond(Place place);
    }

    /// <summary>By a number, then by key.</summary>
    private sealed class Ascending(Expression<Func<ListedTask, long>> inDatabase, Func<TaskRow, long> inMemory) : ListOrder
    {
        public override IQueryable<ListedTask> Sort(IQueryable<ListedTask> rows) => rows.OrderBy(inDatabase).ThenBy(row => row.Key);

        public override IEnumerable<TaskRow> Sort(IEnumerable<TaskRow> rows) => rows.OrderBy(inMemory).ThenBy(row => row.Key);

        public override long Value(TaskRow row) => inMemory(row);

        public override Expression<Func<ListedTask, bool>> Beyond(Place place)
        {
            Expression<Func<Place>> there = () => place;
            var value = inDatabase.Body;
            var row = inDatabase.Parameters[0];
            var placeValue = Expression.Property(there.Body, nameof(Place.Value));
            var placeKey = Expression.Property(there.Body, nameof(Place.Key));
            return Expression.Lambda<Func<ListedTask, bool>>(
                Expression.OrElse(
                    Expression.GreaterThan(value, placeValue),
                    Expression.AndAlso(
                        Expression.Equal(value, placeValue),
                        Expression.GreaterThan(Expression.Property(row, nameof(ListedTask.Key)), placeKey))),
                row);
        }
    }

    /// <summary>What was completed last comes first.</summary>
    private sealed class NewestEndFirst : ListOrder
    {
        public override IQueryable<ListedTask> Sort(IQueryable<ListedTask> rows) =>
            rows.OrderByDescending(row => row.Task.EndedAt).ThenByDescending(row => row.Key);

        public override IEnumerable<TaskRow> Sort(IEnumerable<TaskRow> rows) =>
            rows.OrderByDescending(row => row.EndedAt).ThenByDescending(row => row.Key);

        public override long Value(TaskRow row) => row.EndedAt!.Value.ToUnixTimeMilliseconds();

        public override Expression<Func<ListedTask, bool>> Beyond(Place place)
        {
            var at = place.Time;
            return row => row.Task.EndedAt < at || (row.Task.EndedAt == at && row.Key < place.Key);
        }
    }

    /// <summary>A row's place in a list.</summary>
    private sealed record Place(long Value, long Key)
    {
        public static Place Parse(string text)
        {
            var parts = text.Split('_');
            return parts.Length == 2
                && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var value)
                && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var key)
                    ? new Place(value, key)
                    : throw Problem.Invalid("Expected 'after' to be the 'next' of a page.", "Diese Seite der Liste gibt es nicht.");
        }

        /// <summary>The value as a time; one that no calendar has is the end of time on its side.</summary>
        public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
            Value, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}_{Key}");
    }
}

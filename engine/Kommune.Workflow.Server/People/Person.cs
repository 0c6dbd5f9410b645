using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.People;

/// <summary>A person as shown.</summary>
/// <param name="UserName">The account's name.</param>
/// <param name="Name">The name shown.</param>
/// <param name="Unit">The office shown beside the name, or null.</param>
public sealed record Person(string UserName, string Name, string? Unit);

/// <summary>A group as shown.</summary>
public sealed record GroupRef(string Id, string Name);

/// <summary>Names of people and groups, read once per request.</summary>
public sealed class PeopleDirectory(WorkflowDbContext database)
{
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private Dictionary<string, GroupRef>? groups;

    /// <summary>Reads the people of these ids, so that <see cref="Person(string?)"/> knows them.</summary>
    public async Task LoadAsync(IEnumerable<string?> userIds, CancellationToken cancellation)
    {
        var unknown = userIds.OfType<string>().Where(id => !people.ContainsKey(id)).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            var rows = await database.Users.AsNoTracking().Where(u => unknown.Contains(u.Id)).ToListAsync(cancellation);
            foreach (var row in rows)
            {
                people[row.Id] = new Person(row.Id, row.Name, row.Unit);
            }
        }

        groups ??= await database.Groups.AsNoTracking()
            .ToDictionaryAsync(g => g.Id, g => new GroupRef(g.Id, g.Name), StringComparer.Ordinal, cancellation);
    }

    /// <summary>The person, or just the id where there is no account (any more); null for null.</summary>
    public Person? Person(string? userId) =>
        userId is null ? null : people.GetValueOrDefault(userId) ?? new Person(userId, userId, null);

    public GroupRef Group(string groupId) => groups?.GetValueOrDefault(groupId) ?? new GroupRef(groupId, groupId);
}

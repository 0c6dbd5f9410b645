using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Administration;

/// <summary>Groups an installation starts with.</summary>
internal static class StandardGroups
{
    public const string Administrators = "administration";

    /// <summary>Makes the person an administrator with every permission.</summary>
    public static async Task AddAdministratorsAsync(WorkflowDbContext database, string userId, CancellationToken cancellation)
    {
        await EnsureAsync(database, Administrators, "Administration", Permissions.All, cancellation);
        await JoinAsync(database, Administrators, userId, cancellation);
        await database.SaveChangesAsync(cancellation);
    }

    /// <summary>Adds the group unless it is there; what an administrator changed in it stays.</summary>
    public static async Task EnsureAsync(
        WorkflowDbContext database, string id, string name, IEnumerable<string> permissions, CancellationToken cancellation)
    {
        if (!await database.Groups.AnyAsync(g => g.Id == id, cancellation))
        {
            database.Groups.Add(new GroupRow { Id = id, Name = name, Permissions = JsonList.Write(permissions) });
        }
    }

    /// <summary>Makes the person a member of exactly these groups.</summary>
    public static async Task SetMembershipAsync(
        WorkflowDbContext database, string userId, IReadOnlyList<string> groups, CancellationToken cancellation)
    {
        var members = await database.GroupMembers.Where(m => m.UserId == userId).ToListAsync(cancellation);
        database.GroupMembers.RemoveRange(members.Where(m => !groups.Contains(m.GroupId)));
        foreach (var group in groups.Distinct(StringComparer.Ordinal).Except(members.Select(m => m.GroupId)))
        {
            database.GroupMembers.Add(new GroupMemberRow { GroupId = group, UserId = userId });
        }

        await database.SaveChangesAsync(cancellation);
    }

    public static async Task JoinAsync(WorkflowDbContext database, string groupId, string userId, CancellationToken cancellation)
    {
        if (!await database.GroupMembers.AnyAsync(m => m.GroupId == groupId && m.UserId == userId, cancellation))
        {
            database.GroupMembers.Add(new GroupMemberRow { GroupId = groupId, UserId = userId });
        }
    }
}

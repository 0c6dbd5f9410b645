using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Administration;

/// <summary>The accounts of <c>--demo</c>, all with the password <c>demo</c>.</summary>
internal static class DemoAccounts
{
    public const string Password = "demo";

    private sealed record Account(string UserName, string Name, string? Unit, params string[] Groups);

    private static readonly (string Id, string Name, string[] Permissions)[] Groups =
    [
        (StandardGroups.Administrators, "Administration", [.. Permissions.All]),
        ("prozessverantwortung", "Prozessverantwortung", [Permissions.Deploy, Permissions.Operations, Permissions.ShareViews]),
        ("change-agents", "Change-Agents", [Permissions.ShareViews]),
        ("teilprojektleitung", "Teilprojektleitung", [Permissions.ShareViews]),
        ("steueramt", "Steueramt", []),
        ("kaemmerei", "Kämmerei", []),
        ("ordnungsamt", "Ordnungsamt", []),
        ("bauhof", "Bauhof", []),
        ("disposition", "Disposition", []),
        ("fahrdienst", "Fahrdienst", []),
        ("buergerbuero", "Bürgerbüro", []),
    ];

    private static readonly Account[] Accounts =
    [
        new("admin", "Administration", "Digitalisierung", StandardGroups.Administrators),
        new("prozess", "Prozessverantwortung", "Organisation", "prozessverantwortung"),
        new("agent", "Change-Agent 1", "Bürgerbüro", "change-agents"),
        new("agent2", "Change-Agent 2", "Bauhof", "change-agents"),
        new("leitung", "Teilprojektleitung", "Organisation", "teilprojektleitung"),
        new("steueramt", "Steueramt", "Steueramt", "steueramt"),
        new("kaemmerei", "Kämmerei", "Kämmerei", "kaemmerei"),
        new("ordnungsamt", "Ordnungsamt", "Ordnungsamt", "ordnungsamt"),
        new("bauhof", "Bauhof", "Bauhof", "bauhof"),
        new("disposition", "Disposition", "Bauhof", "disposition"),
        new("fahrer", "Fahrdienst", "Bauhof", "fahrdienst"),
        new("buero", "Bürgerbüro", "Bürgerbüro", "buergerbuero"),
    ];

    public static IEnumerable<string> UserNames => Accounts.Select(account => account.UserName);

    /// <summary>Creates what is missing; accounts that are there stay as they are.</summary>
    public static async Task EnsureAsync(WorkflowDbContext database, UserManager<User> users, CancellationToken cancellation)
    {
        var groups = await database.Groups.Select(group => group.Id).ToListAsync(cancellation);
        foreach (var (id, name, permissions) in Groups.Where(group => !groups.Contains(group.Id)))
        {
            database.Groups.Add(new GroupRow { Id = id, Name = name, Permissions = JsonList.Write(permissions) });
        }

        var people = await database.Users.Select(user => user.Id).ToListAsync(cancellation);
        foreach (var account in Accounts.Where(account => !people.Contains(account.UserName)))
        {
            await CreateAsync(account, database, users, cancellation);
        }

        await database.SaveChangesAsync(cancellation);
    }

    private static async Task CreateAsync(
        Account account, WorkflowDbContext database, UserManager<User> users, CancellationToken cancellation)
    {
        var user = new User { Id = account.UserName, UserName = account.UserName, Name = account.Name, Unit = account.Unit };
        var created = await users.CreateAsync(user, Password);
        if (!created.Succeeded)
        {
            throw new InvalidOperationException(
                $"Expected to create the demo account {account.UserName}, but: {created}.");
        }

        foreach (var group in account.Groups)
        {
            await StandardGroups.JoinAsync(database, group, account.UserName, cancellation);
        }
    }
}

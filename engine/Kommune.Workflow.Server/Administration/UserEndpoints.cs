using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Administration;

/// <summary>Accounts.</summary>
internal static class UserEndpoints
{
    public sealed record UserRequest(
        [property: JsonRequired] string UserName,
        [property: JsonRequired] string Name,
        string? Unit,
        string? Email,
        [property: JsonRequired] bool Active,
        [property: JsonRequired] IReadOnlyList<string> Groups);

    public sealed record UserItem(
        string UserName,
        string Name,
        string? Unit,
        string? Email,
        bool Active,
        IReadOnlyList<GroupRef> Groups,
        DateTimeOffset? LastSignInAt);

    public sealed record UserCreated(UserItem User, string OneTimePassword);

    public sealed record PasswordReset(string OneTimePassword);

    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/people", People).WithName("listPeople").WithSummary("Active people, at most 20.").Produces<IReadOnlyList<Person>>();
        api.MapGet("/users", List).WithName("listUsers").WithSummary("Accounts by name.").Produces<Page<UserItem>>().ProducesProblem(403);
        api.MapPost("/users", Create).WithName("createUser").WithSummary("Creates an account with a one-time password.")
            .Produces<UserCreated>(201).ProducesProblem(403).ProducesProblem(422);
        api.MapPut("/users/{userName}", Change).WithName("changeUser").WithSummary("Changes an account.")
            .Produces<UserItem>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/users/{userName}/password", ResetPassword).WithName("resetPassword")
            .WithSummary("Sets a one-time password that must be changed at the next sign-in.")
            .Produces<PasswordReset>().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<Person>> People(string? q, WorkflowDbContext database, CancellationToken cancellation) =>
        await database.Users.AsNoTracking().Where(u => u.Active).WhoseNameHas(q).OrderBy(u => u.Name).Take(20)
            .Select(u => new Person(u.Id, u.Name, u.Unit)).ToListAsync(cancellation);

    private static async Task<Page<UserItem>> List(
        string? q,
        string? after,
        int? limit,
        Caller caller,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        var size = InboxEndpoints.Limit(limit);
        var rows = await database.Users.AsNoTracking().WhoseNameHas(q)
            .Where(u => after == null || string.Compare(u.Id, after) > 0)
            .OrderBy(u => u.Id).Take(size + 1).ToListAsync(cancellation);
        var page = rows.Take(size).ToList();
        var items = new List<UserItem>();
        foreach (var row in page)
        {
            items.Add(await ItemAsync(row, database, directory, cancellation));
        }

        return new Page<UserItem>(items, rows.Count > size ? page[^1].Id : null);
    }

    private static async Task<IResult> Create(
        UserRequest request,
        Caller caller,
        UserManager<User> users,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        await CheckAsync(request, database, cancellation);
        var password = NewPassword();
        var user = new User { Id = request.UserName, UserName = request.UserName, MustChangePassword = true };
        Apply(request, user);
        var created = await users.CreateAsync(user, password);
        if (!created.Succeeded)
        {
            throw AccountErrors.Of(created);
        }

        await StandardGroups.SetMembershipAsync(database, user.Id, request.Groups, cancellation);
        var item = await ItemAsync(user, database, directory, cancellation);
        return Results.Created($"/api/users/{user.Id}", new UserCreated(item, password));
    }

    private static async Task<UserItem> Change(
        string userName,
        UserRequest request,
        Caller caller,
        UserManager<User> users,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        await CheckAsync(request, database, cancellation);
        var user = await users.FindByIdAsync(userName) ?? throw Problem.NotFound("an account", userName);
        if (user.Id == caller.UserId && !(request.Active && await GivesAdministrationAsync(request.Groups, database, cancellation)))
        {
            throw Problem.Conflict(
                "Expected administrators to keep their own access.", "Sie können sich nicht selbst die Administration entziehen.");
        }

        Apply(request, user);
        await users.UpdateAsync(user);
        await StandardGroups.SetMembershipAsync(database, user.Id, request.Groups, cancellation);
        return await ItemAsync(user, database, directory, cancellation);
    }

    private static async Task<PasswordReset> ResetPassword(string userName, Caller caller, UserManager<User> users)
    {
        caller.Require(Permissions.Administration);
        var user = await users.FindByIdAsync(userName) ?? throw Problem.NotFound("an account", userName);
        var password = NewPassword();
        user.MustChangePassword = true;
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        await users.UpdateSecurityStampAsync(user); // Ends open sessions and saves the account.
        return new PasswordReset(password);
    }

    private static void Apply(UserRequest request, User user) =>
        (user.Name, user.Unit, user.Email, user.Active) =
        (request.Name.Trim(), Blank(request.Unit), Blank(request.Email), request.Active);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static async Task CheckAsync(UserRequest request, WorkflowDbContext database, CancellationToken cancellation)
    {
        if (request.Name.Trim().Length is < 1 or > 100)
        {
            throw Problem.Unprocessable("name", "Der Name muss 1 bis 100 Zeichen lang sein.");
        }

        var known = await database.Groups.Where(g => request.Groups.Contains(g.Id)).CountAsync(cancellation);
        if (known != request.Groups.Distinct().Count())
        {
            throw Problem.Unprocessable("groups", "Eine der Gruppen gibt es nicht.");
        }
    }

    private static async Task<bool> GivesAdministrationAsync(
        IReadOnlyList<string> groups, WorkflowDbContext database, CancellationToken cancellation)
    {
        var permissions = await database.Groups.Where(g => groups.Contains(g.Id)).Select(g => g.Permissions).ToListAsync(cancellation);
        return permissions.Any(p => JsonList.Read(p).Contains(Permissions.Administration));
    }

    private static async Task<UserItem> ItemAsync(
        User user, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        await directory.LoadAsync([], cancellation);
        var groups = await database.GroupMembers.Where(m => m.UserId == user.Id).Select(m => m.GroupId).ToListAsync(cancellation);
        return new UserItem(
            user.Id, user.Name, user.Unit, user.Email, user.Active, [.. groups.Select(directory.Group)], user.LastSignInAt);
    }

    /// <summary>Four groups of letters that are not mistaken for each other when read out.</summary>
    private static string NewPassword() => string.Join(
        '-', Enumerable.Range(0, 4).Select(_ => new string(RandomNumberGenerator.GetItems<char>("abcdefghkmnpqrstuvwxyz23456789", 4))));
}

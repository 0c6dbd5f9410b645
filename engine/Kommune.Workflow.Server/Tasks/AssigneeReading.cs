using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>Somebody who may be given a task, or why not.</summary>
public sealed record AssigneeChoice(Person Person, bool Allowed, string? Reason);

/// <summary>Who may be given a task: active people among its candidates; anybody where it has none.</summary>
internal sealed class AssigneeReading(WorkflowDbContext database, TaskReading tasks)
{
    public const int ChoicesMax = 20;

    public async Task<IReadOnlyList<AssigneeChoice>> ChoicesAsync(
        string key, string? q, Caller caller, CancellationToken cancellation)
    {
        var (row, rights) = await tasks.FindAsync(key, caller, cancellation);
        var people = Candidates(row).WhoseNameHas(q);
        var found = await people.OrderBy(u => u.Name).Take(ChoicesMax).ToListAsync(cancellation);
        return [.. found.Select(user => Choice(user, rights))];
    }

    /// <summary>The id of a person who may get the task; otherwise the request ends with 422, or 409 for four eyes.</summary>
    public async Task<string> ExpectAsync(string key, string userName, Caller caller, CancellationToken cancellation)
    {
        var (row, rights) = await tasks.FindAsync(key, caller, cancellation);
        var user = await Candidates(row).SingleOrDefaultAsync(u => u.Id == userName, cancellation)
            ?? throw Problem.Unprocessable("to", "Diese Person kann die Aufgabe nicht bearbeiten.");
        var choice = Choice(user, rights);
        return choice.Allowed
            ? user.Id
            : throw Problem.Conflict($"Expected a person whom four eyes allow, but {userName} did the other step.", choice.Reason);
    }

    private IQueryable<User> Candidates(TaskRow task)
    {
        var groups = JsonList.Read(task.CandidateGroups);
        var users = JsonList.Read(task.CandidateUsers);
        var active = database.Users.AsNoTracking().Where(u => u.Active);
        return groups.Count == 0 && users.Count == 0
            ? active
            : active.Where(u => users.Contains(u.Id)
                || database.GroupMembers.Any(m => m.UserId == u.Id && groups.Contains(m.GroupId)));
    }

    private static AssigneeChoice Choice(User user, TaskRights rights)
    {
        var barred = rights.Barred.Any(b => b.UserId == user.Id);
        return new AssigneeChoice(
            new Person(user.Id, user.Name, user.Unit),
            !barred,
            barred ? "Vier-Augen-Prinzip: hat den anderen Schritt erledigt." : null);
    }
}

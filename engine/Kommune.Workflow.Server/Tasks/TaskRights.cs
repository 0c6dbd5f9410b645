using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>Whether something may be done; when not, why (a German sentence).</summary>
public sealed record Permission(bool Allowed, string? Reason)
{
    public static Permission Granted { get; } = new(true, null);

    public static Permission Denied(string reason) => new(false, reason);

    /// <summary>Ends the request with 403 unless it is allowed.</summary>
    public void Require()
    {
        if (!Allowed)
        {
            throw Problem.Forbidden(Reason!);
        }
    }
}

public enum TaskAction
{
    Claim,
    Unclaim,
    Assign,
    Delegate,
    Resolve,
    Complete,
    FollowUp,
    Comment,
    Attach,
}

/// <summary>What one caller may do with one task, and for whom: decided from the task's row as it is now.</summary>
/// <remarks>The engine decides again inside its step; this tells the screen beforehand and keeps strangers out.</remarks>
public sealed class TaskRights
{
    private readonly TaskRow task;
    private readonly Caller caller;
    private readonly IReadOnlyList<string> candidateGroups;
    private readonly IReadOnlyList<string> candidateUsers;
    private readonly bool isCandidate;
    private readonly bool hasNoCandidates;

    public TaskRights(TaskRow task, Caller caller)
    {
        this.task = task;
        this.caller = caller;
        candidateGroups = JsonList.Read(task.CandidateGroups);
        candidateUsers = JsonList.Read(task.CandidateUsers);
        hasNoCandidates = candidateGroups.Count == 0 && candidateUsers.Count == 0;
        isCandidate = IsCandidate(caller.UserId, caller.Groups);
        DeputyFor = FindAbsent();
        Barred = BarredPerson.Read(task.Barred);
    }

    /// <summary>The absent person through whom the caller reaches the task; null when the task is the caller's own.</summary>
    public string? DeputyFor { get; }

    /// <summary>Who may not do it because of four eyes.</summary>
    public IReadOnlyList<BarredPerson> Barred { get; }

    public bool IsHolder => task.Assignee == caller.UserId;

    /// <summary>Whether the caller may see the task at all.</summary>
    public bool CanSee => IsHolder || task.Owner == caller.UserId || task.CompletedBy == caller.UserId || isCandidate
        || DeputyFor is not null || caller.May(Permissions.Operations);

    /// <summary>Who acts, and for whom, when the caller does something with the task.</summary>
    public Actor Actor => new(caller.UserId, DeputyFor);

    /// <summary>The step the caller did that keeps the caller from this one, or null.</summary>
    public string? BarringElementId => Barred.FirstOrDefault(b => b.UserId == caller.UserId)?.ElementId;

    public Permission May(TaskAction action)
    {
        if (task.State != TaskState.Open)
        {
            return Permission.Denied(task.State == TaskState.Completed
                ? "Die Aufgabe ist bereits erledigt."
                : "Die Aufgabe wurde zurückgezogen.");
        }

        return action switch
        {
            TaskAction.Claim => MayClaim(),
            TaskAction.Unclaim => MayUnclaim(),
            TaskAction.Assign => IsInvolved || caller.May(Permissions.Operations) ? Permission.Granted : NotInvolved,
            TaskAction.Delegate => HoldsForSomebody ? Permission.Granted : NotHeld,
            TaskAction.Resolve => MayResolve(),
            TaskAction.Complete => MayComplete(),
            _ => CanSee ? Permission.Granted : NotInvolved,
        };
    }

    public IEnumerable<TaskAction> Allowed() => Enum.GetValues<TaskAction>().Where(action => May(action).Allowed);

    private static Permission NotInvolved { get; } =
        Permission.Denied("Sie gehören nicht zu den Personen, die diese Aufgabe bearbeiten können.");

    private static Permission NotHeld { get; } = Permission.Denied("Übernehmen Sie die Aufgabe zuerst.");

    private static Permission FourEyes { get; } = Permission.Denied(
        "Vier-Augen-Prinzip: Sie haben den anderen Schritt erledigt. Diese Aufgabe muss eine andere Person übernehmen.");

    public bool IsInvolved => IsHolder || isCandidate || DeputyFor is not null;

    /// <summary>Holds it, or stands in for the person who holds it.</summary>
    private bool HoldsForSomebody => IsHolder || (task.Assignee is { } holder && holder == DeputyFor);

    private Permission MayClaim()
    {
        if (IsHolder)
        {
            return Permission.Denied("Sie haben diese Aufgabe bereits übernommen.");
        }

        if (task.Assignee is not null && task.Assignee != DeputyFor)
        {
            return Permission.Denied("Die Aufgabe hat bereits eine andere Person übernommen.");
        }

        if (!IsInvolved)
        {
            return NotInvolved;
        }

        return BarringElementId is null ? Permission.Granted : FourEyes;
    }

    private Permission MayUnclaim()
    {
        if (task.Assignee is null)
        {
            return Permission.Denied("Die Aufgabe hat niemand übernommen.");
        }

        if (task.Owner is not null)
        {
            return Permission.Denied("Die Aufgabe wurde Ihnen übergeben. Geben Sie sie mit dem Ergebnis zurück.");
        }

        return HoldsForSomebody || caller.May(Permissions.Operations)
            ? Permission.Granted
            : Permission.Denied("Die Aufgabe hat eine andere Person übernommen.");
    }

    private Permission MayResolve()
    {
        if (task.Owner is null)
        {
            return Permission.Denied("Die Aufgabe wurde nicht übergeben.");
        }

        return HoldsForSomebody
            ? Permission.Granted
            : Permission.Denied("Zurückgeben kann nur die Person, der die Aufgabe übergeben wurde.");
    }

    private Permission MayComplete()
    {
        if (BarringElementId is not null)
        {
            return FourEyes;
        }

        if (task.Owner is not null)
        {
            return Permission.Denied(HoldsForSomebody
                ? "Die Aufgabe wurde Ihnen übergeben. Geben Sie sie mit dem Ergebnis zurück."
                : "Die Aufgabe ist übergeben und kommt erst zurück.");
        }

        if (HoldsForSomebody)
        {
            return Permission.Granted;
        }

        return task.Assignee is not null
            ? Permission.Denied("Die Aufgabe hat eine andere Person übernommen.")
            : IsInvolved ? Permission.Granted : NotInvolved;
    }

    private bool IsCandidate(string userId, IReadOnlyList<string> groups) =>
        candidateUsers.Contains(userId) || candidateGroups.Any(groups.Contains);

    private string? FindAbsent()
    {
        if (task.Assignee is { } holder && caller.DeputyFor.Any(absent => absent.UserId == holder))
        {
            return holder;
        }

        var standsAlone = isCandidate || (IsHolder && hasNoCandidates) || (task.Assignee is not null && !IsHolder);
        return standsAlone
            ? null
            : caller.DeputyFor.FirstOrDefault(absent => IsCandidate(absent.UserId, absent.Groups))?.UserId;
    }
}

/// <summary>A person who did the other step of four eyes.</summary>
/// <param name="UserId">The person.</param>
/// <param name="ElementId">The step that person did.</param>
public sealed record BarredPerson(string UserId, string ElementId)
{
    private sealed record Entry(string User, string Element);

    /// <summary>Reads the column <see cref="TaskRow.Barred"/>.</summary>
    public static IReadOnlyList<BarredPerson> Read(string json) => json == "[]"
        ? []
        : [.. System.Text.Json.JsonSerializer.Deserialize<Entry[]>(json, System.Text.Json.JsonSerializerOptions.Web)!
            .Select(entry => new BarredPerson(entry.User, entry.Element))];
}

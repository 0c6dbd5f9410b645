using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Statements on user tasks and their candidates.</summary>
internal static class TaskSql
{
    private static readonly SqlText InsertText = new(
        """
        insert into user_tasks (key, tenant_id, instance_key, element_instance_key, element_id, process_id, definition_key, version,
            case_number, title, state, assignee, assigned_at, owner, candidate_groups, candidate_users, barred, due_at, due_sort,
            follow_up_at, priority, form_id, external_form_reference, created_at, search_text)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
        """,
        "ltllttlitttlttttlllittlt");

    private static readonly SqlText UpdateText = new(
        """
        update user_tasks set title = $2, assignee = $3, owner = $4, candidate_groups = $5, candidate_users = $6, barred = $7,
            due_at = $8, due_sort = $9, follow_up_at = $10, priority = $11,
            assigned_at = case when $3 is null then null when assignee = $3 then assigned_at else $12 end,
            search_text = $13
        where key = $1
        """,
        "lttttttlllilt");

    private static readonly SqlText EndText = new(
        "update user_tasks set state = $2, ended_at = $3, completed_by = $4 where key = $1", "lslt");

    private static readonly SqlText MoveText = new(
        "update user_tasks set element_id = $2, process_id = $3, definition_key = $4, version = $5 where key = $1", "lttli");

    private static readonly SqlText InsertCandidateText = new(
        """
        insert into task_candidates (task_key, kind, candidate, tenant_id, unassigned, due_sort) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing
        """,
        "lsttbl");

    private static readonly SqlText DeleteCandidatesText = new("delete from task_candidates where task_key = $1", "l");

    public static SqlStatement Insert(InstanceCommit commit, UserTask task) => new(
        InsertText,
        [
            commit.Key.Inner(task.Number),
            commit.TenantId,
            commit.Key.Value,
            commit.Key.Inner(task.ElementInstance),
            commit.Definition.Graph.Elements[task.Element].Id,
            commit.Definition.ProcessId,
            commit.Definition.Key,
            commit.Definition.Version,
            commit.State.CaseNumber,
            task.Title,
            task.Assignee,
            task.Assignee is null ? null : commit.Entry.At.ToUnixTimeMilliseconds(),
            task.Owner,
            JsonSerializer.Serialize(task.CandidateGroups),
            JsonSerializer.Serialize(task.CandidateUsers),
            BarredJson(commit, task),
            task.DueAt?.ToUnixTimeMilliseconds(),
            DueSort(task),
            task.FollowUpAt?.ToUnixTimeMilliseconds(),
            task.Priority,
            task.FormId,
            task.ExternalFormReference,
            task.CreatedAt.ToUnixTimeMilliseconds(),
            SearchText(commit, task),
        ]);

    public static SqlStatement Update(InstanceCommit commit, UserTask task) => new(
        UpdateText,
        [
            commit.Key.Inner(task.Number),
            task.Title,
            task.Assignee,
            task.Owner,
            JsonSerializer.Serialize(task.CandidateGroups),
            JsonSerializer.Serialize(task.CandidateUsers),
            BarredJson(commit, task),
            task.DueAt?.ToUnixTimeMilliseconds(),
            DueSort(task),
            task.FollowUpAt?.ToUnixTimeMilliseconds(),
            task.Priority,
            commit.Entry.At.ToUnixTimeMilliseconds(),
            SearchText(commit, task),
        ]);

    public static SqlStatement End(InstanceCommit commit, TaskEnded ended) => new(
        EndText,
        [
            commit.Key.Inner(ended.Task),
            (short)(ended.Completed ? TaskState.Completed : TaskState.Canceled),
            commit.Entry.At.ToUnixTimeMilliseconds(),
            ended.Completed ? ended.UserId : null,
        ]);

    public static SqlStatement Move(InstanceCommit commit, UserTask task) => new(
        MoveText,
        [
            commit.Key.Inner(task.Number),
            commit.Definition.Graph.Elements[task.Element].Id,
            commit.Definition.ProcessId,
            commit.Definition.Key,
            commit.Definition.Version,
        ]);

    public static IEnumerable<SqlStatement> InsertCandidates(InstanceCommit commit, UserTask task)
    {
        foreach (var group in task.CandidateGroups)
        {
            yield return InsertCandidate(commit, task, CandidateKind.Group, group);
        }

        foreach (var user in task.CandidateUsers)
        {
            yield return InsertCandidate(commit, task, CandidateKind.User, user);
        }
    }

    public static IEnumerable<SqlStatement> ReplaceCandidates(InstanceCommit commit, UserTask task) =>
        InsertCandidates(commit, task).Prepend(DeleteCandidates(commit.Key.Inner(task.Number)));

    public static SqlStatement DeleteCandidates(long taskKey) => new(DeleteCandidatesText, [taskKey]);

    private static SqlStatement InsertCandidate(InstanceCommit commit, UserTask task, CandidateKind kind, string candidate) => new(
        InsertCandidateText,
        [commit.Key.Inner(task.Number), (short)kind, candidate, commit.TenantId, task.Assignee is null, DueSort(task)]);

    private static long DueSort(UserTask task) => task.DueAt?.ToUnixTimeMilliseconds() ?? TaskRow.NoDue;

    private static string SearchText(InstanceCommit commit, UserTask task) => FoldedText.Of(task.Title, commit.State.CaseNumber);

    private static string BarredJson(InstanceCommit commit, UserTask task) => task.Barred.IsEmpty
        ? "[]"
        : new JsonArray([.. task.Barred.Select(doer => (JsonNode)new JsonObject
        {
            ["user"] = doer.UserId,
            ["element"] = commit.Definition.Graph.Elements[doer.Element].Id,
        })]).ToJsonString();
}

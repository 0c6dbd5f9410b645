using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Statements on what a running instance waits for, and its variables.</summary>
internal static class WaitingSql
{
    private static readonly SqlText InsertElementText = new(
        """
        insert into element_instances (key, tenant_id, instance_key, scope_key, element_id, kind, process_id, definition_key,
            started_at, has_incident)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        "ltlltstllb");

    private static readonly SqlText DeleteElementText = new("delete from element_instances where key = $1", "l");

    private static readonly SqlText MoveElementText = new(
        "update element_instances set element_id = $2, process_id = $3, definition_key = $4 where key = $1", "lttl");

    private static readonly SqlText UpsertVariableText = new(
        """
        insert into variables (tenant_id, scope_key, instance_key, name, value, value_hash, search_text)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (scope_key, name) do update set value = excluded.value, value_hash = excluded.value_hash,
            search_text = excluded.search_text
        """,
        "tllttlt");

    private static readonly SqlText DeleteVariablesText = new("delete from variables where scope_key = $1", "l");

    private static readonly SqlText InsertTimerText = new(
        "insert into timers (key, tenant_id, instance_key, element_id, due_at) values ($1, $2, $3, $4, $5)", "ltltl");

    private static readonly SqlText DeleteTimerText = new("delete from timers where key = $1", "l");

    private static readonly SqlText InsertBookmarkText = new(
        """
        insert into bookmarks (key, tenant_id, instance_key, process_id, element_id, element_instance_key, kind, name,
            correlation_key, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        "ltlttlsttl");

    private static readonly SqlText DeleteBookmarkText = new("delete from bookmarks where key = $1", "l");

    private static readonly SqlText InsertJobText = new(
        """
        insert into jobs (key, tenant_id, instance_key, element_instance_key, element_id, process_id, definition_key, version,
            type, retries, worker, locked_until, available_at, created_at, error_message)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """,
        "ltllttlititlllt");

    private static readonly SqlText UpdateJobText = new(
        "update jobs set retries = $2, worker = $3, locked_until = $4, available_at = $5, error_message = $6 where key = $1",
        "litllt");

    // Another attempt has not said yet how far it is.
    private static readonly SqlText RestartJobText = new(
        """
        update jobs set retries = $2, worker = $3, locked_until = $4, available_at = $5, error_message = $6,
            progress_percent = null, progress_text = null
        where key = $1
        """,
        "litllt");

    private static readonly SqlText MoveJobText = new(
        "update jobs set element_id = $2, process_id = $3, definition_key = $4, version = $5 where key = $1", "lttli");

    private static readonly SqlText DeleteJobText = new("delete from jobs where key = $1", "l");

    public static SqlStatement InsertElement(InstanceCommit commit, ElementInstance element)
    {
        var definition = commit.Definition.Graph.Elements[element.Element];
        return new SqlStatement(
            InsertElementText,
            [
                commit.Key.Inner(element.Number),
                commit.TenantId,
                commit.Key.Value,
                commit.Key.Inner(element.Scope),
                definition.Id,
                (short)definition.Kind,
                commit.Definition.ProcessId,
                commit.Definition.Key,
                commit.Entry.At.ToUnixTimeMilliseconds(),
                element.Incident > 0,
            ]);
    }

    public static SqlStatement DeleteElement(long key) => new(DeleteElementText, [key]);

    public static SqlStatement MoveElement(InstanceCommit commit, ElementInstance element) => new(
        MoveElementText,
        [
            commit.Key.Inner(element.Number),
            commit.Definition.Graph.Elements[element.Element].Id,
            commit.Definition.ProcessId,
            commit.Definition.Key,
        ]);

    public static SqlStatement UpsertVariable(InstanceCommit commit, int scope, string name, FeelValue value)
    {
        var json = FeelJson.ToJson(value);
        return new SqlStatement(
            UpsertVariableText,
            [
                commit.TenantId, commit.Key.Inner(scope), commit.Key.Value, name, json, VariableHash.Of(json),
                value is FeelString text ? FoldedText.Of(text.Value) : null,
            ]);
    }

    public static SqlStatement DeleteVariables(long scopeKey) => new(DeleteVariablesText, [scopeKey]);

    public static SqlStatement InsertTimer(InstanceCommit commit, Execution.Timer timer) => new(
        InsertTimerText,
        [
            commit.Key.Inner(timer.Number),
            commit.TenantId,
            commit.Key.Value,
            commit.Definition.Graph.Elements[timer.Element].Id,
            timer.DueAt.ToUnixTimeMilliseconds(),
        ]);

    public static SqlStatement DeleteTimer(long key) => new(DeleteTimerText, [key]);

    public static SqlStatement InsertBookmark(InstanceCommit commit, Bookmark bookmark) => new(
        InsertBookmarkText,
        [
            commit.Key.Inner(bookmark.Number),
            commit.TenantId,
            commit.Key.Value,
            commit.Definition.ProcessId,
            commit.Definition.Graph.Elements[bookmark.Element].Id,
            commit.Key.Inner(bookmark.ElementInstance),
            (short)bookmark.Kind,
            bookmark.Name,
            bookmark.CorrelationKey ?? "",
            commit.Entry.At.ToUnixTimeMilliseconds(),
        ]);

    public static SqlStatement DeleteBookmark(long key) => new(DeleteBookmarkText, [key]);

    public static SqlStatement InsertJob(InstanceCommit commit, Job job) => new(
        InsertJobText,
        [
            commit.Key.Inner(job.Number),
            commit.TenantId,
            commit.Key.Value,
            commit.Key.Inner(job.ElementInstance),
            commit.Definition.Graph.Elements[job.Element].Id,
            commit.Definition.ProcessId,
            commit.Definition.Key,
            commit.Definition.Version,
            job.Type,
            job.Retries,
            job.Worker,
            job.LockedUntil?.ToUnixTimeMilliseconds(),
            AvailableAt(job).ToUnixTimeMilliseconds(),
            job.CreatedAt.ToUnixTimeMilliseconds(),
            job.ErrorMessage,
        ]);

    public static SqlStatement UpdateJob(InstanceCommit commit, Job job) => new(
        commit.Entry.Command is UpdateJob ? UpdateJobText : RestartJobText,
        [
            commit.Key.Inner(job.Number),
            job.Retries,
            job.Worker,
            job.LockedUntil?.ToUnixTimeMilliseconds(),
            AvailableAt(job).ToUnixTimeMilliseconds(),
            job.ErrorMessage,
        ]);

    public static SqlStatement MoveJob(InstanceCommit commit, Job job) => new(
        MoveJobText,
        [
            commit.Key.Inner(job.Number),
            commit.Definition.Graph.Elements[job.Element].Id,
            commit.Definition.ProcessId,
            commit.Definition.Key,
            commit.Definition.Version,
        ]);

    public static SqlStatement DeleteJob(long key) => new(DeleteJobText, [key]);

    private static DateTimeOffset AvailableAt(Job job) => job.LockedUntil ?? job.NotBefore ?? job.CreatedAt;
}

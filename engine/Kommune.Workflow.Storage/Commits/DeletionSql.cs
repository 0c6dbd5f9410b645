using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Storage;

/// <summary>Statements that forget an instance with everything that belongs to it.</summary>
internal static class DeletionSql
{
    private static readonly SqlText[] ByRange =
    [
        Range("journal", "position"),
        Range("variables", "scope_key"),
        Range("element_instances", "key"),
        Range("task_candidates", "task_key"),
        Range("task_drafts", "task_key"),
        Range("read_marks", "task_key"),
        Range("user_tasks", "key"),
        Range("jobs", "key"),
        Range("timers", "key"),
        Range("bookmarks", "key"),
        Range("incidents", "key"),
        Range("message_correlations", "position"),
    ];

    private static readonly SqlText[] ByInstance =
    [
        new("delete from snapshots where instance_key = $1", "l"),
        new("delete from comments where instance_key = $1", "l"),
        new("delete from attachment_contents where attachment_key in (select key from attachments where instance_key = $1)", "l"),
        new("delete from attachments where instance_key = $1", "l"),
        new("delete from case_migration_items where instance_key = $1", "l"),
        new("delete from instances where key = $1", "l"),
    ];

    public static List<SqlStatement> Of(InstanceKey instance)
    {
        var (first, last) = (instance.Value, instance.Inner(InstanceKey.LocalMax));
        return
        [
            .. ByRange.Select(sql => new SqlStatement(sql, [first, last])),
            .. ByInstance.Select(sql => new SqlStatement(sql, [first])),
        ];
    }

    private static SqlText Range(string table, string column) =>
        new($"delete from {table} where {column} >= $1 and {column} <= $2", "ll");
}

using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>The statement that keeps which message an instance got.</summary>
internal static class CorrelationSql
{
    // From the bookmark's row, which the same commit may delete afterwards.
    private static readonly SqlText InsertText = new(
        """
        insert into message_correlations (position, tenant_id, message_key, subscription_key, name, correlation_key, instance_key,
            root_key, process_id, definition_key, element_id, element_instance_key, at)
        select $1, tenant_id, $2, key, name, correlation_key, instance_key, $3, process_id, $4, element_id, element_instance_key, $5
        from bookmarks where key = $6
        """,
        "llllll");

    public static SqlStatement Insert(InstanceCommit commit, CorrelateMessage command) => new(
        InsertText,
        [
            commit.Position,
            command.MessageKey,
            commit.RootKey,
            commit.Definition.Key,
            commit.Entry.At.ToUnixTimeMilliseconds(),
            commit.Key.Inner(command.Bookmark),
        ]);
}

using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Statements on incidents.</summary>
internal static class IncidentSql
{
    private static readonly SqlText InsertText = new(
        """
        insert into incidents (key, tenant_id, instance_key, element_instance_key, element_id, process_id, definition_key, kind,
            message, job_key, resolved, created_at, search_text)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        "ltllttlstlblt");

    private static readonly SqlText ResolveText = new(
        "update incidents set resolved = $2, resolved_at = $3 where key = $1", "lbl");

    private static readonly SqlText MoveText = new(
        "update incidents set element_id = $2, process_id = $3, definition_key = $4 where key = $1", "lttl");

    private static readonly SqlText MarkElementText = new("update element_instances set has_incident = $2 where key = $1", "lb");

    private static readonly SqlText UnmarkElementText = new(
        """
        update element_instances set has_incident = $2
        where key = (select element_instance_key from incidents where key = $1)
        """,
        "lb");

    public static SqlStatement Insert(InstanceCommit commit, Incident incident) => new(
        InsertText,
        [
            commit.Key.Inner(incident.Number),
            commit.TenantId,
            commit.Key.Value,
            commit.Key.Inner(incident.ElementInstance),
            commit.Definition.Graph.Elements[incident.Element].Id,
            commit.Definition.ProcessId,
            commit.Definition.Key,
            (short)incident.Kind,
            incident.Message,
            incident.Job is { } job ? commit.Key.Inner(job) : null,
            false,
            incident.RaisedAt.ToUnixTimeMilliseconds(),
            FoldedText.Of(incident.Message, commit.State.CaseNumber),
        ]);

    public static SqlStatement Resolve(InstanceCommit commit, int number) =>
        new(ResolveText, [commit.Key.Inner(number), true, commit.Entry.At.ToUnixTimeMilliseconds()]);

    public static SqlStatement Move(InstanceCommit commit, Incident incident) => new(
        MoveText,
        [
            commit.Key.Inner(incident.Number),
            commit.Definition.Graph.Elements[incident.Element].Id,
            commit.Definition.ProcessId,
            commit.Definition.Key,
        ]);

    public static SqlStatement MarkElement(long elementInstanceKey, bool marked) => new(MarkElementText, [elementInstanceKey, marked]);

    public static SqlStatement UnmarkElementOf(long incidentKey) => new(UnmarkElementText, [incidentKey, false]);
}

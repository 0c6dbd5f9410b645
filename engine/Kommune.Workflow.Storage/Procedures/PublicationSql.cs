using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Statements that make a deployment the next version of a procedure, in the same transaction.</summary>
internal static class PublicationSql
{
    private static readonly SqlText InsertVersionText = new(
        """
        insert into procedure_versions (tenant_id, procedure_id, version, deployment_key, published_at, published_by, approved_by,
            comment, content_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        "ttilltttx");

    // Processes that the procedure no longer has start no new cases: not by hand, message, signal or timer.
    private const string Dropped =
        """
        (select d.key from definitions d join procedure_versions v on v.deployment_key = d.deployment_key
            where v.tenant_id = $1 and v.procedure_id = $2 and d.deployment_key <> $3 and d.latest)
        """;

    private static readonly SqlText DropSubscriptionsText =
        new($"delete from start_subscriptions where definition_key in {Dropped}", "ttl");

    private static readonly SqlText DropTimersText = new($"delete from start_timers where definition_key in {Dropped}", "ttl");

    private static readonly SqlText DropText = new($"update definitions set latest = $4 where key in {Dropped}", "ttlb");

    // A draft that was saved again after its content was read stays.
    private static readonly SqlText CloseDraftText = new(
        """
        update procedure_drafts set open = $4, revision = revision + 1
        where tenant_id = $1 and procedure_id = $2 and revision = $3
        """,
        "ttlb");

    private static readonly SqlText DeleteClosedFilesText = new(
        """
        delete from procedure_draft_files where tenant_id = $1 and procedure_id = $2
            and not exists (select 1 from procedure_drafts where tenant_id = $1 and procedure_id = $2 and open)
        """,
        "tt");

    private static readonly SqlText InsertRecordText = new(
        """
        insert into procedure_record (key, tenant_id, procedure_id, at, user_id, act, version, comment, times)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
        """,
        "lttltsit");

    public static IEnumerable<SqlStatement> Of(NewDeployment deployment, NewProcedureVersion version)
    {
        var (tenant, at, published) = (deployment.TenantId, deployment.At, version.Publication);
        yield return new SqlStatement(
            InsertVersionText,
            [
                tenant, published.ProcedureId, published.Version, deployment.Key, at.ToUnixTimeMilliseconds(), deployment.By,
                published.ApprovedBy, published.Comment, published.ContentHash,
            ]);
        yield return new SqlStatement(DropSubscriptionsText, [tenant, published.ProcedureId, deployment.Key]);
        yield return new SqlStatement(DropTimersText, [tenant, published.ProcedureId, deployment.Key]);
        yield return new SqlStatement(DropText, [tenant, published.ProcedureId, deployment.Key, false]);
        if (published.DraftRevision is { } revision)
        {
            yield return new SqlStatement(CloseDraftText, [tenant, published.ProcedureId, revision, false]);
            yield return new SqlStatement(DeleteClosedFilesText, [tenant, published.ProcedureId]);
        }

        yield return Record(
            version.RecordKey, tenant, published.ProcedureId, at, deployment.By, ProcedureAct.Published, published.Version,
            published.Comment);
    }

    /// <summary>A line in the procedure's record.</summary>
    public static SqlStatement Record(
        long key, string tenant, string procedure, DateTimeOffset at, string? by, ProcedureAct act, int version, string comment) =>
        new(InsertRecordText, [key, tenant, procedure, at.ToUnixTimeMilliseconds(), by, (short)act, version, comment]);
}

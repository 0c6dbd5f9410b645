using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Statements that withdraw a version of a procedure.</summary>
/// <remarks>
/// At most one version of a process is the latest one (a unique index): should a deployment have come between, giving the rank to
/// the version before fails, and nothing is written.
/// </remarks>
internal static class WithdrawalSql
{
    private static readonly SqlText VersionText = new(
        """
        update procedure_versions set withdrawn_at = $4, withdrawn_by = $5, withdrawal_comment = $6
        where tenant_id = $1 and procedure_id = $2 and version = $3 and withdrawn_at is null
        """,
        "ttiltt");

    private static readonly SqlText DefinitionText = new(
        "update definitions set withdrawn = $2, latest = $3 where key = $1", "lbb");

    private static readonly SqlText SuccessorText = new("update definitions set latest = $2 where key = $1", "lb");

    private static readonly SqlText DeleteSubscriptionsText = new("delete from start_subscriptions where definition_key = $1", "l");

    private static readonly SqlText DeleteTimersText = new("delete from start_timers where definition_key = $1", "l");

    public static List<SqlStatement> Of(NewWithdrawal withdrawal)
    {
        var (tenant, version) = (withdrawal.TenantId, withdrawal.Version);
        var at = withdrawal.At.ToUnixTimeMilliseconds();
        var statements = new List<SqlStatement>
        {
            new(VersionText, [tenant, version.ProcedureId, version.Version, at, withdrawal.By, withdrawal.Comment]),
        };
        foreach (var key in withdrawal.Withdrawn)
        {
            statements.Add(new SqlStatement(DefinitionText, [key, true, false]));
            statements.Add(new SqlStatement(DeleteSubscriptionsText, [key]));
            statements.Add(new SqlStatement(DeleteTimersText, [key]));
        }

        statements.AddRange(withdrawal.Successors.Select(key => new SqlStatement(SuccessorText, [key, true])));
        statements.AddRange(DeploymentSql.Starts(tenant, withdrawal.StartSubscriptions, withdrawal.StartTimers));
        statements.Add(PublicationSql.Record(
            withdrawal.RecordKey, tenant, version.ProcedureId, withdrawal.At, withdrawal.By, ProcedureAct.Withdrawn, version.Version,
            withdrawal.Comment));
        return statements;
    }
}

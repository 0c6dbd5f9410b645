using System.Data.Common;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Deployed definitions in the database.</summary>
internal sealed class SqlDefinitionStore(SqlDatabase database) : IDefinitionStore
{
    private const string Columns =
        "key, tenant_id, process_id, version, version_tag, name, resource_name, resource_key, deployment_key, withdrawn";

    private static readonly SqlText ByKeyText = new($"select {Columns} from definitions where key = $1", "l");

    private static readonly SqlText LatestText = new(
        $"select {Columns} from definitions where tenant_id = $1 and process_id = $2 and latest", "tt");

    private static readonly SqlText VersionText = new(
        $"select {Columns} from definitions where tenant_id = $1 and process_id = $2 and version = $3", "tti");

    private static readonly SqlText TaggedText = new(
        $"""
        select {Columns} from definitions where tenant_id = $1 and process_id = $2 and version_tag = $3 and not withdrawn
        order by version desc limit 1
        """,
        "ttt");

    private static readonly SqlText DeployedText = new(
        $"select {Columns} from definitions where tenant_id = $1 and process_id = $2 and deployment_key = $3", "ttl");

    private static readonly SqlText ResourceText = new("select content from resources where key = $1", "l");

    private static readonly SqlText LatestProcessesText = new(
        $"""
        select d.key, d.tenant_id, d.process_id, d.version, d.version_tag, d.name, d.resource_name, d.resource_key,
            d.deployment_key, d.withdrawn, r.hash
        from definitions d join resources r on r.key = d.resource_key where d.tenant_id = $1 and d.latest = $2
        """,
        "tb");

    private static readonly SqlText LatestDecisionsText = new(
        """
        select d.key, d.decision_id, d.version, d.version_tag, d.name, q.requirements_id, d.requirements_key, d.deployment_key, r.hash
        from decisions d join resources r on r.key = d.resource_key
            join decision_requirements q on q.key = d.requirements_key
        where d.tenant_id = $1 and d.latest = $2
        """,
        "tb");

    private static readonly SqlText LatestRequirementsText = new(
        """
        select d.key, d.requirements_id, d.version, d.name, d.resource_name, d.deployment_key, r.hash
        from decision_requirements d join resources r on r.key = d.resource_key where d.tenant_id = $1 and d.latest = $2
        """,
        "tb");

    private static readonly SqlText LatestFormsText = new(
        """
        select d.key, d.form_id, d.version, d.version_tag, d.resource_name, d.deployment_key, r.hash
        from forms d join resources r on r.key = d.resource_key where d.tenant_id = $1 and d.latest = $2
        """,
        "tb");

    private static readonly SqlText LatestResourcesText = new(
        """
        select key, name, deployment_key, hash from resources
        where key in (select max(key) from resources where tenant_id = $1 group by name)
        """,
        "t");

    private static readonly SqlText DecisionsText = new(
        """
        select d.key, d.decision_id, d.version, d.version_tag, d.resource_key, d.deployment_key, v.withdrawn_at is not null
        from decisions d left join procedure_versions v on v.deployment_key = d.deployment_key where d.tenant_id = $1
        """,
        "t");

    private static readonly SqlText InDeploymentText = new(
        $"select {Columns} from definitions where tenant_id = $1 and deployment_key = $2 order by process_id", "tl");

    private static readonly SqlText ProcedureVersionsText = new(
        """
        select version, deployment_key, withdrawn_at is not null from procedure_versions
        where tenant_id = $1 and procedure_id = $2 order by version desc
        """,
        "tt");

    private static readonly SqlText SubscriptionsText = new(
        """
        select definition_key, process_id, element_id, event_index, kind, name from start_subscriptions
        where tenant_id = $1 and kind = $2 and name = $3 order by definition_key, element_id
        """,
        "tst");

    private static readonly SqlText TimersText = new(
        "select definition_key, tenant_id, element_id, event_index, kind, expression, next_at, remaining from start_timers", "");

    public Task<bool> DeployAsync(NewDeployment deployment, CancellationToken cancellationToken) =>
        WriteAsync(DeploymentSql.Of(deployment));

    public Task<bool> WithdrawAsync(NewWithdrawal withdrawal, CancellationToken cancellationToken) =>
        WriteAsync(WithdrawalSql.Of(withdrawal));

    public ValueTask<StoredDefinition?> FindAsync(long definitionKey, CancellationToken cancellationToken) =>
        FirstAsync(ByKeyText, [definitionKey], cancellationToken);

    public ValueTask<StoredDefinition?> FindAsync(
        string tenantId, string processId, int? version, CancellationToken cancellationToken) => version is null
        ? FirstAsync(LatestText, [tenantId, processId], cancellationToken)
        : FirstAsync(VersionText, [tenantId, processId, version], cancellationToken);

    public ValueTask<StoredDefinition?> FindTaggedAsync(
        string tenantId, string processId, string versionTag, CancellationToken cancellationToken) =>
        FirstAsync(TaggedText, [tenantId, processId, versionTag], cancellationToken);

    public ValueTask<StoredDefinition?> FindDeployedAsync(
        string tenantId, string processId, long deploymentKey, CancellationToken cancellationToken) =>
        FirstAsync(DeployedText, [tenantId, processId, deploymentKey], cancellationToken);

    public async ValueTask<byte[]> ReadResourceAsync(long resourceKey, CancellationToken cancellationToken)
    {
        var contents = await database.Reads
            .QueryAsync(ResourceText, [resourceKey], row => row.Bytes(0), cancellationToken)
            .ConfigureAwait(false);
        return contents.Single();
    }

    public async ValueTask<LatestVersions> ReadLatestAsync(string tenantId, CancellationToken cancellationToken)
    {
        var processes = await LatestAsync(
            LatestProcessesText, row => new Latest<StoredDefinition>(Read(row), row.Bytes(10), row.GetInt64(8))).ConfigureAwait(false);
        var decisions = await LatestAsync(
            LatestDecisionsText,
            row => new Latest<DeployedDecision>(
                new(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.Text(3), row.Text(4), row.GetString(5), row.GetInt64(6)),
                row.Bytes(8),
                row.GetInt64(7))).ConfigureAwait(false);
        var requirements = await LatestAsync(
            LatestRequirementsText,
            row => new Latest<DeployedRequirements>(
                new(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.Text(3), row.GetString(4)),
                row.Bytes(6),
                row.GetInt64(5))).ConfigureAwait(false);
        var forms = await LatestAsync(
            LatestFormsText,
            row => new Latest<DeployedForm>(
                new(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.Text(3), row.GetString(4)),
                row.Bytes(6),
                row.GetInt64(5))).ConfigureAwait(false);
        var resources = await database.Reads.QueryAsync(
            LatestResourcesText,
            [tenantId],
            row => new Latest<DeployedResource>(new(row.GetInt64(0), row.GetString(1)), row.Bytes(3), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);
        return new LatestVersions(
            processes.ToDictionary(latest => latest.Item.ProcessId),
            decisions.ToDictionary(latest => latest.Item.DecisionId),
            requirements.ToDictionary(latest => latest.Item.RequirementsId),
            forms.ToDictionary(latest => latest.Item.FormId),
            resources.ToDictionary(latest => latest.Item.Name));

        ValueTask<List<T>> LatestAsync<T>(SqlText sql, Func<DbDataReader, T> map) =>
            database.Reads.QueryAsync(sql, [tenantId, true], map, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredDecision>> ReadDecisionsAsync(
        string tenantId, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            DecisionsText,
            [tenantId],
            row => new StoredDecision(
                row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.Text(3), row.GetInt64(4), row.GetInt64(5), row.GetBoolean(6)),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StoredProcedureVersion>> ReadProcedureVersionsAsync(
        string tenantId, string procedureId, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            ProcedureVersionsText,
            [tenantId, procedureId],
            row => new StoredProcedureVersion(procedureId, row.GetInt32(0), row.GetInt64(1), row.GetBoolean(2)),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StoredDefinition>> ReadDeployedAsync(
        string tenantId, long deploymentKey, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(InDeploymentText, [tenantId, deploymentKey], Read, cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StartSubscription>> StartSubscriptionsAsync(
        string tenantId, BookmarkKind kind, string name, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            SubscriptionsText,
            [tenantId, (short)kind, name],
            row => new StartSubscription(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), (BookmarkKind)row.GetInt16(4), row.GetString(5)),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StartTimer>> StartTimersAsync(CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            TimersText,
            [],
            row => new StartTimer(
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                row.GetInt32(3),
                (TimerKind)row.GetInt16(4),
                row.GetString(5),
                row.Time(6),
                row.GetInt32(7)),
            cancellationToken).ConfigureAwait(false);

    public Task AdvanceStartTimerAsync(StartTimer timer, DateTimeOffset? next, CancellationToken cancellationToken) =>
        database.WriteAsync([DeploymentSql.AdvanceTimer(timer, next)]);

    private async Task<bool> WriteAsync(List<SqlStatement> statements)
    {
        try
        {
            await database.WriteAsync(statements).ConfigureAwait(false);
            return true;
        }
        catch (DbException exception) when (IsTwin(exception))
        {
            return false;
        }
    }

    // Two deployments at the same time made the same version number: the second one counts anew.
    private static bool IsTwin(DbException exception) => exception is Npgsql.PostgresException { SqlState: "23505" }
        or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 };

    private async ValueTask<StoredDefinition?> FirstAsync(SqlText sql, object?[] values, CancellationToken cancellationToken)
    {
        var found = await database.Reads.QueryAsync(sql, values, Read, cancellationToken).ConfigureAwait(false);
        return found.FirstOrDefault();
    }

    private static StoredDefinition Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt32(3),
        row.Text(4),
        row.Text(5),
        row.GetString(6),
        row.GetInt64(7),
        row.GetInt64(8),
        row.GetBoolean(9));
}

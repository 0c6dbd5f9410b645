using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Statements that make a deployment durable; its versions become the latest.</summary>
internal static class DeploymentSql
{
    private static readonly SqlText InsertDeploymentText = new(
        "insert into deployments (key, tenant_id, deployed_at, deployed_by) values ($1, $2, $3, $4)", "ltlt");

    private static readonly SqlText InsertResourceText = new(
        "insert into resources (key, tenant_id, deployment_key, name, hash, content) values ($1, $2, $3, $4, $5, $6)", "ltltxx");

    private static readonly SqlText InsertDefinitionText = new(
        """
        insert into definitions (key, tenant_id, process_id, version, version_tag, name, latest, resource_key, resource_name,
            deployment_key, deployed_at, start_form_id, withdrawn)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        "lttittbltlltb");

    private static readonly SqlText InsertDecisionText = new(
        """
        insert into decisions (key, tenant_id, decision_id, version, version_tag, name, latest, requirements_key, resource_key,
            deployment_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        "lttittblll");

    private static readonly SqlText InsertRequirementsText = new(
        """
        insert into decision_requirements (key, tenant_id, requirements_id, version, name, latest, resource_key, resource_name,
            deployment_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        "lttitbltl");

    private static readonly SqlText InsertFormText = new(
        """
        insert into forms (key, tenant_id, form_id, version, version_tag, latest, resource_key, resource_name, deployment_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        "lttitbltl");

    private static readonly SqlText InsertSubscriptionText = new(
        """
        insert into start_subscriptions (definition_key, element_id, event_index, tenant_id, process_id, kind, name)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        "ltittst");

    private static readonly SqlText InsertTimerText = new(
        """
        insert into start_timers (definition_key, element_id, event_index, tenant_id, kind, expression, next_at, remaining)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        "ltitstli");

    private static readonly SqlText AdvanceTimerText = new(
        """
        update start_timers set next_at = $4, remaining = $5
        where definition_key = $1 and element_id = $2 and event_index = $3 and next_at = $6
        """,
        "ltilil");

    private static readonly SqlText DeleteTimerText = new(
        "delete from start_timers where definition_key = $1 and element_id = $2 and event_index = $3", "lti");

    private static readonly SqlText OldDefinitionText = NoLongerLatest("definitions", "process_id");

    private static readonly SqlText OldDecisionText = NoLongerLatest("decisions", "decision_id");

    private static readonly SqlText OldRequirementsText = NoLongerLatest("decision_requirements", "requirements_id");

    private static readonly SqlText OldFormText = NoLongerLatest("forms", "form_id");

    private static readonly SqlText DeleteSubscriptionsText = Superseded("start_subscriptions");

    private static readonly SqlText DeleteTimersText = Superseded("start_timers");

    public static List<SqlStatement> Of(NewDeployment deployment)
    {
        var (tenant, key) = (deployment.TenantId, deployment.Key);
        var at = deployment.At.ToUnixTimeMilliseconds();
        var statements = new List<SqlStatement> { new(InsertDeploymentText, [key, tenant, at, deployment.By]) };
        statements.AddRange(deployment.Resources.Select(resource =>
            new SqlStatement(InsertResourceText, [resource.Key, tenant, key, resource.Name, resource.Hash, resource.Content])));
        foreach (var (definition, startForm) in deployment.Processes)
        {
            statements.Add(new SqlStatement(DeleteSubscriptionsText, [tenant, definition.ProcessId]));
            statements.Add(new SqlStatement(DeleteTimersText, [tenant, definition.ProcessId]));
            statements.Add(new SqlStatement(OldDefinitionText, [tenant, definition.ProcessId, false, true]));
            statements.Add(new SqlStatement(
                InsertDefinitionText,
                [
                    definition.Key, tenant, definition.ProcessId, definition.Version, definition.VersionTag, definition.Name, true,
                    definition.ResourceKey, definition.ResourceName, key, at, startForm,
                    false,
                ]));
        }

        AddDecisions(statements, deployment);
        foreach (var (form, resourceKey) in deployment.Forms)
        {
            statements.Add(new SqlStatement(OldFormText, [tenant, form.FormId, false, true]));
            statements.Add(new SqlStatement(
                InsertFormText,
                [form.Key, tenant, form.FormId, form.Version, form.VersionTag, true, resourceKey, form.ResourceName, key]));
        }

        statements.AddRange(Starts(tenant, deployment.StartSubscriptions, deployment.StartTimers));
        if (deployment.Procedure is { } procedure)
        {
            statements.AddRange(PublicationSql.Of(deployment, procedure));
        }

        return statements;
    }

    /// <summary>What starts cases from outside, from now on.</summary>
    public static IEnumerable<SqlStatement> Starts(
        string tenant, IReadOnlyList<StartSubscription> subscriptions, IReadOnlyList<StartTimer> timers) =>
    [
        .. subscriptions.Select(start => new SqlStatement(
            InsertSubscriptionText,
            [start.DefinitionKey, start.ElementId, start.EventIndex, tenant, start.ProcessId, (short)start.Kind, start.Name])),
        .. timers.Select(timer => new SqlStatement(
            InsertTimerText,
            [
                timer.DefinitionKey, timer.ElementId, timer.EventIndex, tenant, (short)timer.Kind, timer.Expression,
                timer.NextAt.ToUnixTimeMilliseconds(), timer.Remaining,
            ])),
    ];

    public static SqlStatement AdvanceTimer(StartTimer timer, DateTimeOffset? next) => next is null
        ? new SqlStatement(DeleteTimerText, [timer.DefinitionKey, timer.ElementId, timer.EventIndex])
        : new SqlStatement(
            AdvanceTimerText,
            [
                timer.DefinitionKey,
                timer.ElementId,
                timer.EventIndex,
                next.Value.ToUnixTimeMilliseconds(),
                timer.Remaining < 0 ? -1 : timer.Remaining - 1,
                timer.NextAt.ToUnixTimeMilliseconds(),
            ]);

    private static void AddDecisions(List<SqlStatement> statements, NewDeployment deployment)
    {
        var (tenant, key) = (deployment.TenantId, deployment.Key);
        foreach (var (requirements, resourceKey) in deployment.Requirements)
        {
            statements.Add(new SqlStatement(OldRequirementsText, [tenant, requirements.RequirementsId, false, true]));
            statements.Add(new SqlStatement(
                InsertRequirementsText,
                [
                    requirements.Key, tenant, requirements.RequirementsId, requirements.Version, requirements.Name, true, resourceKey,
                    requirements.ResourceName, key,
                ]));
        }

        foreach (var (decision, resourceKey) in deployment.Decisions)
        {
            statements.Add(new SqlStatement(OldDecisionText, [tenant, decision.DecisionId, false, true]));
            statements.Add(new SqlStatement(
                InsertDecisionText,
                [
                    decision.Key, tenant, decision.DecisionId, decision.Version, decision.VersionTag, decision.Name, true,
                    decision.RequirementsKey, resourceKey, key,
                ]));
        }
    }

    private static SqlText NoLongerLatest(string table, string id) =>
        new($"update {table} set latest = $3 where tenant_id = $1 and {id} = $2 and latest = $4", "ttbb");

    private static SqlText Superseded(string table) => new(
        $"""
        delete from {table}
        where definition_key in (select key from definitions where tenant_id = $1 and process_id = $2)
        """,
        "tt");
}

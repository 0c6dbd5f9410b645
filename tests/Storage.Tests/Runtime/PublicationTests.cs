using System.Text;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

/// <summary>Versions of procedures: what starts cases, and what no longer does.</summary>
public sealed class PublicationTests
{
    private const string ByMessage = """
        <bpmn:startEvent id="start"><bpmn:messageEventDefinition id="m" messageRef="msg"/></bpmn:startEvent>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    private const string Message = """<bpmn:message id="msg" name="gemeldet"/>""";

    private const string ByTimer = """
        <bpmn:startEvent id="start">
          <bpmn:timerEventDefinition id="t">
            <bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R/P1D</bpmn:timeCycle>
          </bpmn:timerEventDefinition>
        </bpmn:startEvent>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Withdrawn_version_hands_messages_and_timers_back_to_the_one_before(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var first = await PublishAsync(
            engine, 1, TestEngine.Bpmn("melden", ByMessage, Message), TestEngine.Bpmn("takt", ByTimer));
        var second = await PublishAsync(
            engine, 2, TestEngine.Bpmn("melden", ByMessage + "<!-- -->", Message), TestEngine.Bpmn("takt", ByTimer + "<!-- -->"));

        Assert.Null(await engine.Workflow.WithdrawAsync(TestEngine.Tenant, "verfahren", 2, "zurück", TestEngine.Agent));

        var latest = await engine.QueryAsync(db => db.Definitions.Where(d => d.Latest).Select(d => d.Key).Order().ToListAsync());
        Assert.Equal(first.Processes.Select(p => p.Key).Order(), latest);
        Assert.Equal(
            first.Processes.Select(p => p.Key).Order(),
            (await engine.QueryAsync(db => db.StartSubscriptions.Select(s => s.DefinitionKey)
                .Concat(db.StartTimers.Select(t => t.DefinitionKey)).ToListAsync())).Order());
        var refused = await engine.Workflow.StartAsync(
            TestEngine.Tenant, new ProcessReference.ByKey(second.Processes[0].Key), null, TestEngine.Agent);
        Assert.Equal(Execution.RejectionCode.InvalidState, refused.Rejection!.Code);
        Assert.NotNull(await engine.Workflow.WithdrawAsync(TestEngine.Tenant, "verfahren", 2, "noch einmal", TestEngine.Agent));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Last_version_withdrawn_leaves_nothing_to_start(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await PublishAsync(engine, 1, TestEngine.Bpmn("permit", Processes.UserTask));
        var running = await engine.StartAsync("permit");

        Assert.Null(await engine.Workflow.WithdrawAsync(TestEngine.Tenant, "verfahren", 1, "eingestellt", TestEngine.Agent));

        var refused = await engine.Workflow.StartAsync(
            TestEngine.Tenant, new ProcessReference.ById("permit"), null, TestEngine.Agent);
        Assert.Equal(Execution.RejectionCode.NotFound, refused.Rejection!.Code);
        Assert.True((await engine.CompleteTaskAsync(running)).Accepted);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Process_that_the_next_version_drops_starts_no_case_until_that_version_is_withdrawn(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await PublishAsync(engine, 1, TestEngine.Bpmn("bleibt", Processes.UserTask), TestEngine.Bpmn("entfaellt", ByTimer));
        await PublishAsync(engine, 2, TestEngine.Bpmn("bleibt", Processes.UserTask));

        Assert.Equal(0, await engine.QueryAsync(db => db.StartTimers.CountAsync()));
        Assert.Null(await engine.Workflow.WithdrawAsync(TestEngine.Tenant, "verfahren", 2, "zurück", TestEngine.Agent));

        Assert.Equal(1, await engine.QueryAsync(db => db.StartTimers.CountAsync()));
        Assert.Equal(2, await engine.QueryAsync(db => db.Definitions.CountAsync(d => d.Latest)));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Version_is_published_once_and_keeps_all_files(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var readme = new DeploymentResource("README.md", Encoding.UTF8.GetBytes("# Verfahren"));
        await PublishAsync(engine, 1, TestEngine.Bpmn("permit", Processes.UserTask), readme);

        var twin = await engine.Workflow.PublishAsync(
            TestEngine.Tenant, [TestEngine.Bpmn("permit", Processes.UserTask)], Publication(1), TestEngine.Agent);

        Assert.True(twin.Overtaken);
        Assert.False(twin.Accepted);
        var version = await engine.QueryAsync(db => db.ProcedureVersions.SingleAsync());
        Assert.Equal(2, await engine.QueryAsync(db => db.Resources.CountAsync(r => r.DeploymentKey == version.DeploymentKey)));
        Assert.Equal(1, await engine.QueryAsync(db => db.ProcedureRecord.CountAsync(r => r.Act == ProcedureAct.Published)));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Draft_ends_with_its_publication_unless_it_was_saved_again(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.QueryAsync(async db =>
        {
            db.ProcedureDrafts.Add(new ProcedureDraftRow { TenantId = db.TenantId, ProcedureId = "verfahren", Open = true, Revision = 7 });
            db.ProcedureDraftFiles.Add(new ProcedureDraftFileRow { TenantId = db.TenantId, ProcedureId = "verfahren", Path = "README.md" });
            return await db.SaveChangesAsync();
        });

        await PublishAsync(engine, Publication(1) with { DraftRevision = 6 }, TestEngine.Bpmn("permit", Processes.UserTask));
        Assert.True(await engine.QueryAsync(db => db.ProcedureDrafts.AnyAsync(d => d.Open)));
        Assert.Equal(1, await engine.QueryAsync(db => db.ProcedureDraftFiles.CountAsync()));

        await PublishAsync(engine, Publication(2) with { DraftRevision = 7 }, TestEngine.Bpmn("permit", Processes.UserTask + " "));
        Assert.False(await engine.QueryAsync(db => db.ProcedureDrafts.AnyAsync(d => d.Open)));
        Assert.Equal(0, await engine.QueryAsync(db => db.ProcedureDraftFiles.CountAsync()));
    }

    private static Publication Publication(int version) =>
        new() { ProcedureId = "verfahren", Version = version, Comment = "Test", ContentHash = [1] };

    private static Task<DeploymentOutcome> PublishAsync(TestEngine engine, int version, params DeploymentResource[] files) =>
        PublishAsync(engine, Publication(version), files);

    private static async Task<DeploymentOutcome> PublishAsync(
        TestEngine engine, Publication publication, params DeploymentResource[] files)
    {
        var outcome = await engine.Workflow.PublishAsync(TestEngine.Tenant, files, publication, TestEngine.Agent);
        Assert.True(outcome.Accepted, string.Join('\n', outcome.Findings));
        return outcome;
    }
}

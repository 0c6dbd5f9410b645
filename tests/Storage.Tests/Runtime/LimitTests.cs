using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

/// <summary>What a caller gets when a queue is full: it waits, or a clear refusal with nothing changed; nothing is lost.</summary>
public sealed class LimitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Callers_beyond_the_queue_of_commits_wait_and_are_all_answered(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options with { CommitsQueuedMax = 1, ReadersMax = 1 });
        await engine.DeployAsync("permit", Processes.UserTask);

        var starts = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => engine.StartAsync("permit", commandId: $"start-{i}")));

        Assert.Equal(50, starts.Distinct().Count());
        Assert.Equal(50, await engine.QueryAsync(db => db.Instances.CountAsync()));
    }

    [Fact]
    public async Task Effects_and_message_lookups_beyond_their_queues_are_found_by_the_sweep()
    {
        await using var database = TestDatabase.CreateSqlite();
        var limited = new RuntimeOptions { EffectsQueuedMax = 1, EffectsAtOnce = 1, MessageLooksQueuedMax = 1, SweepInterval = Soon };
        await using var engine = await TestEngine.StartAsync(database.Options, limited);
        await engine.DeployAsync("child", Processes.Scripts(1));
        await engine.DeployAsync(
            "parent",
            """
            <bpmn:startEvent id="start"/>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="call"/>
            <bpmn:callActivity id="call">
              <bpmn:extensionElements><zeebe:calledElement processId="child"/></bpmn:extensionElements>
            </bpmn:callActivity>
            <bpmn:sequenceFlow id="f2" sourceRef="call" targetRef="end"/>
            <bpmn:endEvent id="end"/>
            """);
        await engine.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);
        for (var i = 0; i < 20; i++)
        {
            await engine.Workflow.PublishMessageAsync(
                TestEngine.Tenant, new MessagePublication("paid", $"{i}", TimeSpan.FromHours(1)), TestEngine.Agent);
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => engine.StartAsync("parent", """{"n": 1}""")));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => engine.StartAsync("invoice", $$"""{"number": "{{i}}"}""")));

        await engine.EventuallyAsync(async db => !await db.Instances.AnyAsync(i => i.Status == InstanceStatus.Active));
        Assert.Equal(60, await engine.QueryAsync(db => db.Instances.CountAsync()));
    }

    [Fact]
    public async Task Command_beyond_the_queue_of_a_case_is_refused_as_busy_and_the_others_are_decided()
    {
        await using var database = TestDatabase.CreateSqlite();
        var mayCommit = new TaskCompletionSource();
        await using var engine = await TestEngine.StartBreakingAsync(
            database.Options,
            commit => commit.Entry.Command is AddRemark ? mayCommit.Task : Task.CompletedTask,
            new RuntimeOptions { CommandsPerInstanceMax = 3 });
        await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");

        var sent = Enumerable.Range(0, 10)
            .Select(i => engine.Workflow.SendAsync(TestEngine.Tenant, key, new AddRemark("comment", $"{i}", null), TestEngine.Agent))
            .ToList();
        var busy = await Assert.ThrowsAsync<EngineBusyException>(() => Task.WhenAny(sent).Unwrap());
        mayCommit.SetResult();
        var outcomes = await Task.WhenAll(sent.Select(command => command.ContinueWith(done => done.IsCompletedSuccessfully)));

        Assert.Equal(nameof(RuntimeOptions.CommandsPerInstanceMax), busy.LimitName);
        var remarks = (await engine.History.ReadAsync(key)).Count(entry => entry.Entry.Command is AddRemark);
        Assert.Equal(outcomes.Count(accepted => accepted), remarks);
        Assert.InRange(remarks, 3, 9);
    }

    [Fact]
    public async Task Request_for_jobs_beyond_those_that_may_wait_is_refused_as_busy()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options, new RuntimeOptions { JobRequestsWaitingMax = 1 });
        await engine.DeployAsync("letter", Processes.Job);
        var request = new JobRequest
        {
            Type = "mail",
            Worker = "w",
            JobsMax = 1,
            Lease = TimeSpan.FromMinutes(1),
            Wait = TimeSpan.FromMinutes(1),
        };
        var waiting = engine.Workflow.ActivateJobsAsync(request);

        var busy = await Assert.ThrowsAsync<EngineBusyException>(() => engine.Workflow.ActivateJobsAsync(request));
        await engine.StartAsync("letter");

        Assert.Equal(nameof(RuntimeOptions.JobRequestsWaitingMax), busy.LimitName);
        Assert.Single(await waiting);
        Assert.Empty(await engine.Workflow.ActivateJobsAsync(request with { Wait = TimeSpan.Zero }));
    }
}

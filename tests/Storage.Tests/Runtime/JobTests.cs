using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

public sealed class JobTests
{
    private static readonly JobRequest Request = new()
    {
        Type = "mail",
        Worker = "worker-1",
        JobsMax = 10,
        Lease = TimeSpan.FromMinutes(5),
    };

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Leased_job_is_nobody_elses_until_its_lease_ends(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("letter", Processes.Job);
        var key = await engine.StartAsync("letter", """{"to": "a@example.org"}""");

        var jobs = await engine.Workflow.ActivateJobsAsync(Request);
        var none = await engine.Workflow.ActivateJobsAsync(Request);
        engine.Clock.Pin(engine.Clock.GetUtcNow().AddMinutes(6));
        var again = await engine.Workflow.ActivateJobsAsync(Request with { TenantIds = [TestEngine.Tenant] });

        var job = Assert.Single(jobs);
        Assert.Equal((key, "work", "welcome", 3), (job.Instance, job.ElementId, job.Headers["template"], job.Retries));
        Assert.True(job.Variables.Contains("to"));
        Assert.Empty(none);
        Assert.Equal(job.Key, Assert.Single(again).Key);
    }

    [Fact]
    public async Task Waiting_request_gets_the_job_as_soon_as_it_is_there()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("letter", Processes.Job);
        var waiting = engine.Workflow.ActivateJobsAsync(Request with { Wait = TimeSpan.FromMinutes(1) });
        Assert.False(waiting.IsCompleted);

        await engine.StartAsync("letter");

        Assert.Single(await waiting);
    }

    [Fact]
    public async Task Failed_job_backs_off_and_ends_as_an_incident_without_retries()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        engine.Clock.Pin(engine.Clock.GetUtcNow());
        await engine.DeployAsync("letter", Processes.Job);
        var key = await engine.StartAsync("letter");
        var job = Assert.Single(await engine.Workflow.ActivateJobsAsync(Request));
        InstanceKey.Of(job.Key, out var number);

        await engine.Workflow.SendAsync(
            TestEngine.Tenant, key, new FailJob(number, 1, "no answer", TimeSpan.FromMinutes(10)), TestEngine.Agent);
        Assert.Empty(await engine.Workflow.ActivateJobsAsync(Request));
        engine.Clock.Pin(engine.Clock.GetUtcNow().AddMinutes(11));
        Assert.Single(await engine.Workflow.ActivateJobsAsync(Request));
        await engine.Workflow.SendAsync(TestEngine.Tenant, key, new FailJob(number, 0, "no answer", TimeSpan.Zero), TestEngine.Agent);

        var incident = await engine.QueryAsync(db => db.Incidents.SingleAsync());
        Assert.Equal((IncidentKind.JobNoRetries, job.Key, false), (incident.Kind, incident.JobKey, incident.Resolved));
        Assert.Equal(1, (await engine.InstanceAsync(key)).IncidentCount);
        Assert.True(await engine.QueryAsync(db => db.ElementInstances.AnyAsync(e => e.HasIncident)));
    }

    [Fact]
    public async Task Worker_inside_the_program_does_the_job_and_its_result_goes_on_in_the_case()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options, workers: new MailWorker());
        await engine.DeployAsync("letter", Processes.Job);

        var key = await engine.StartAsync("letter", """{"to": "a@example.org"}""");

        await engine.EndsAsync(key);
        Assert.Equal(
            "\"a@example.org welcome\"",
            await engine.QueryAsync(db => db.Variables.Where(v => v.Name == "sent").Select(v => v.Value).SingleAsync()));
    }

    [Fact]
    public async Task Worker_that_is_busy_to_its_limit_goes_on_with_the_next_job()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(
            database.Options, new RuntimeOptions { JobsPerWorkerMax = 1 }, workers: new MailWorker());
        await engine.DeployAsync("letter", Processes.Job);

        var cases = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => engine.StartAsync("letter", """{"to": "a@example.org"}""")));

        foreach (var key in cases)
        {
            await engine.EndsAsync(key);
        }
    }

    private sealed class MailWorker : IJobWorker
    {
        public string Type => "mail";

        public Task<JobResult> ExecuteAsync(JobContext job, CancellationToken cancellationToken) => Task.FromResult(
            JobResult.Completed(new JsonObject { ["sent"] = $"{job.Variables["to"]} {job.Headers["template"]}" }));
    }
}

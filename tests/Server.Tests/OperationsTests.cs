using System.Net;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Orchestration;
using Kommune.Workflow.Server.Tests.Processes;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class OperationsTests(BusyServer server) : IClassFixture<BusyServer>
{
    [Fact]
    public async Task A_consequence_that_failed_too_often_is_shown_to_operations_and_tried_again()
    {
        // The comment's author is not who started the case, and the procedure that would tell that person is missing.
        await server.DeployAsync(Model.Review("gescheitert"));
        using var agent = await server.SignInAsync("agent");
        using var other = await server.SignInAsync("agent2");
        using var operations = await server.SignInAsync("prozess");
        var key = await agent.StartAsync("gescheitert");
        await other.DoAsync($"/api/cases/{key}/comments", new { text = "Bitte ergänzen" });

        var failed = Assert.Single((await operations.GetAsync("/api/effects"))["rows"]!.AsArray())!;
        Assert.Equal(("startProcess", "mitteilung", 1), ((string)failed["kind"]!, (string)failed["subject"]!, (int)failed["attempts"]!));
        Assert.Equal(1, (int)(await operations.GetAsync("/api/operations"))["counts"]!["failedEffects"]!);
        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/effects");
        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, $"/api/effects/{failed["key"]}/retry");
        await operations.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/effects/1-0/retry");
        await operations.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/api/effects/eins/retry");

        var (_, model) = Model.Review("mitteilung")[0];
        await server.DeployAsync(("mitteilung.bpmn", model.Replace("<zeebe:formDefinition formId=\"mitteilung-form\" />", "")));
        await operations.DoAsync($"/api/effects/{failed["key"]}/retry");

        await server.EventuallyAsync(async db => !await db.Outbox.AnyAsync());
        Assert.Single((await operations.GetAsync("/api/cases?process=mitteilung"))["rows"]!.AsArray());
    }

    [Fact]
    public async Task A_limit_set_by_its_name_holds()
    {
        await server.DeployAsync(Model.Review("grenze"));
        using var agent = await server.SignInAsync("agent");
        var task = await agent.TaskOfAsync(await agent.StartAsync("grenze"));

        await agent.DoAsync($"/api/tasks/{task}/follow-up", new { at = DateTimeOffset.UtcNow.AddDays(1), reason = "knapp" });
        var problem = await agent.RefusedAsync(
            HttpStatusCode.BadRequest,
            HttpMethod.Post,
            $"/api/tasks/{task}/follow-up",
            new { at = DateTimeOffset.UtcNow.AddDays(2), reason = "zu lang" });

        Assert.Contains("5 Zeichen", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_whom_a_full_queue_turns_away_is_told_when_to_try_again()
    {
        using var worker = server.OpenAs("admin");

        using var answer = await worker.PostAsync(
            "/v2/jobs/activation",
            new { type = "nie", worker = "w", timeout = 1000, maxJobsToActivate = 1, requestTimeout = 60_000 });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("RESOURCE_EXHAUSTED", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

/// <summary>A server whose limits are reached at once.</summary>
public sealed class BusyServer() : TestServer(demo: true)
{
    /// <summary>Waits until a condition holds that the engine brings about by itself; fails after some seconds.</summary>
    public async Task EventuallyAsync(Func<WorkflowDbContext, Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            await using var scope = Services.CreateAsyncScope();
            if (await condition(scope.ServiceProvider.GetRequiredService<WorkflowDbContext>()))
            {
                return;
            }

            Assert.False(limit.IsCancellationRequested, "Expected the condition to hold within 20 seconds, but it did not.");
            await Task.Yield();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Engine:EffectAttemptsMax", "1");
        builder.UseSetting("Engine:JobRequestsWaitingMax", "0");
        builder.UseSetting("Engine:Limits:ReasonLengthMax", "5");
    }
}

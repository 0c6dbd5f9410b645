using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Storage;

public sealed class RetentionTests
{
    private const string NinetyDays =
        """
        <bpmn:extensionElements>
        <zeebe:properties><zeebe:property name="kommune:retention" value="P90D"/></zeebe:properties>
        </bpmn:extensionElements>
        """;

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Finished_case_is_forgotten_with_everything_after_its_retention(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        engine.Clock.Pin(engine.Clock.GetUtcNow());
        await engine.DeployAsync("permit", NinetyDays + Processes.UserTask);
        var finished = await engine.StartAsync("permit", """{"applicant": "Müller"}""");
        await engine.CompleteTaskAsync(finished);
        var running = await engine.StartAsync("permit");

        engine.Clock.Pin(engine.Clock.GetUtcNow().AddDays(89));
        await engine.CleanUp.RunAsync();
        Assert.Equal(2, await engine.QueryAsync(db => db.Instances.CountAsync()));
        engine.Clock.Pin(engine.Clock.GetUtcNow().AddDays(2));
        await engine.CleanUp.RunAsync();

        Assert.Equal([running.Value], await engine.QueryAsync(db => db.Instances.Select(i => i.Key).ToListAsync()));
        Assert.Equal(1, await engine.QueryAsync(db => db.Journal.CountAsync()));
        Assert.Equal(0, await engine.QueryAsync(db => db.Variables.CountAsync()));
        Assert.Equal(1, await engine.QueryAsync(db => db.Tasks.CountAsync()));
        Assert.Equal(InstanceStatus.Active, (await engine.InstanceAsync(running)).Status);
    }
}

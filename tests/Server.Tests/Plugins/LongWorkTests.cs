using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>Activities that take long: how far they are, and what stops them.</summary>
public sealed class LongWorkTests(PluginServer server) : IClassFixture<PluginServer>
{
    [Fact]
    public async Task How_far_the_work_is_stands_in_the_case_and_under_Betrieb_until_it_is_done()
    {
        using var admin = await server.SignInAsync("admin");
        await server.DeployAsync(("long.bpmn", Model("long")));

        var key = await admin.StartAsync("long");

        var job = await Eventually.FindAsync(async () => (await JobAsync(admin, key)) is { } found && found["progress"] is not null
            ? found
            : null);
        Assert.Equal("""{"percent":30,"text":"Zählt die Seiten"}""", Json(job["progress"]));
        Assert.Equal("""{"percent":30,"text":"Zählt die Seiten"}""", Json((await VisitAsync(admin, key))["progress"]));
        await admin.DoAsync("/api/plugins/probe/long-work/release");
        await Eventually.FindAsync(async () => await StateAsync(admin, key) == "completed" ? key : null);
        Assert.Null(await JobAsync(admin, key));
        Assert.Null((await VisitAsync(admin, key))["progress"]);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("boundary")]
    public async Task Work_that_is_not_wanted_any_more_is_stopped(string how)
    {
        using var admin = await server.SignInAsync("admin");
        await server.DeployAsync(("stopped.bpmn", Model("stopped")));
        var key = await admin.StartAsync("stopped");
        var job = await Eventually.FindAsync(() => JobAsync(admin, key));
        var line = $"job:{(string)job["key"]!}";
        await Eventually.FindAsync(async () => (await DiaryAsync(admin)).Contains(line) ? line : null);

        if (how == "cancel")
        {
            await admin.DoAsync($"/api/cases/{key}/cancel", new { reason = "Antrag zurückgezogen" });
        }
        else
        {
            await admin.DoAsync("/v2/messages/publication", new { name = "halt-stopped", correlationKey = "", timeToLive = 0 });
        }

        await Eventually.FindAsync(async () => (await DiaryAsync(admin)).Contains($"stopped {line}") ? line : null);
        Assert.Equal(how == "cancel" ? "canceled" : "completed", await StateAsync(admin, key));
    }

    [Fact]
    public async Task Every_attempt_carries_the_same_key()
    {
        using var admin = await server.SignInAsync("admin");
        const string Mapping = """<zeebe:ioMapping><zeebe:input source="=2" target="failures"/></zeebe:ioMapping>""";
        await server.DeployAsync(("again.bpmn", Model("again", Mapping)));

        var key = await admin.StartAsync("again");

        var job = await Eventually.FindAsync(() => JobAsync(admin, key));
        var line = $"job:{(string)job["key"]!}";
        await Eventually.FindAsync(async () => (await DiaryAsync(admin)).Count(entry => entry == line) == 3 ? line : null);
        await admin.DoAsync($"/api/cases/{key}/cancel", new { reason = "Probe" });
    }

    [Fact]
    public async Task A_case_keeps_the_version_of_the_activity_it_was_modelled_with_while_new_cases_take_the_new_one()
    {
        using var agent = await server.SignInAsync("agent");
        await server.DeployAsync(("kept.bpmn", Reviewed("probe-greet")));
        var old = await agent.StartAsync("kept", new { name = "Anna" });
        await server.DeployAsync(("kept.bpmn", Reviewed("probe-greet@2")));
        var @new = await agent.StartAsync("kept", new { name = "Anna" });

        foreach (var key in (string[])[old, @new])
        {
            await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(key)}/complete", new { variables = new { } });
        }

        Assert.Equal("Guten Tag, Anna!", await GreetingAsync(agent, old));
        Assert.Equal("Hallo Anna", await GreetingAsync(agent, @new));
    }

    private static async Task<string> GreetingAsync(Browser browser, string key) => await Eventually.FindAsync(async () =>
        (string?)(await browser.GetAsync($"/api/cases/{key}"))["fields"]!.AsArray()
            .FirstOrDefault(field => (string)field!["name"]! == "greeting")?["value"]);

    private static async Task<JsonNode?> JobAsync(Browser browser, string caseKey) =>
        (await browser.GetAsync("/api/jobs?limit=200"))["rows"]!.AsArray().FirstOrDefault(job => (string)job!["caseKey"]! == caseKey);

    private static async Task<JsonNode> VisitAsync(Browser browser, string caseKey) =>
        (await browser.GetAsync($"/api/cases/{caseKey}"))["visits"]!.AsArray().Single(visit => (string)visit!["elementId"]! == "t")!;

    private static async Task<string> StateAsync(Browser browser, string caseKey) =>
        (string)(await browser.GetAsync($"/api/cases/{caseKey}"))["state"]!;

    private static async Task<IReadOnlyList<string>> DiaryAsync(Browser browser) =>
        [.. (await browser.GetAsync("/api/plugins/probe/long-work")).AsArray().Select(line => (string)line!)];

    private static string Json(JsonNode? node) => System.Text.RegularExpressions.Regex.Unescape(node!.ToJsonString());

    private static string Model(string id, string mapping = "") =>
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            targetNamespace="http://example.org">
          <message id="m" name="halt-{id}"/>
          <process id="{id}" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <serviceTask id="t" name="Lange Arbeit"><extensionElements><zeebe:taskDefinition type="probe-long"/>{mapping}
            </extensionElements></serviceTask>
            <boundaryEvent id="b" attachedToRef="t"><messageEventDefinition messageRef="m"/></boundaryEvent>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><sequenceFlow id="f3" sourceRef="b" targetRef="e"/><endEvent id="e"/>
          </process>
        </definitions>
        """;

    private static string Reviewed(string type) =>
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            targetNamespace="http://example.org">
          <process id="kept" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="u"/>
            <userTask id="u" name="Prüfen"><extensionElements><zeebe:userTask/>
              <zeebe:assignmentDefinition candidateGroups="change-agents"/></extensionElements></userTask>
            <sequenceFlow id="f1" sourceRef="u" targetRef="t"/>
            <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="{type}"/>
              <zeebe:ioMapping><zeebe:input source="=name" target="who"/></zeebe:ioMapping></extensionElements></serviceTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
          </process>
        </definitions>
        """;
}

using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

public sealed class PluginTests(PluginServer server) : IClassFixture<PluginServer>
{
    [Theory]
    [InlineData("future", "verlangt das Sdk [9.0,10.0)")]
    [InlineData("undeclared", "„tables“")]
    [InlineData("broken", "plugin.json ist nicht gültig")]
    [InlineData("no-assembly", "„gone.dll“")]
    public async Task A_plugin_that_cannot_work_is_listed_with_the_reason(string id, string reason)
    {
        using var browser = await server.SignInAsync("admin");

        var plugin = (await browser.GetAsync("/api/plugins")).AsArray().Single(p => (string)p!["id"]! == id)!;

        Assert.Equal("failed", (string)plugin["state"]!);
        Assert.Contains(reason, (string)plugin["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_plugins_with_one_id_the_second_is_refused_and_the_first_works()
    {
        using var browser = await server.SignInAsync("admin");

        var twins = (await browser.GetAsync("/api/plugins")).AsArray().Where(p => (string)p!["id"]! == "probe").ToList();

        Assert.Equal(["failed", "running"], twins.Select(p => (string)p!["state"]!).Order());
        Assert.Contains("Kennung probe", (string)twins.Single(p => (string)p!["state"]! == "failed")!["problem"]!);
        var check = (await browser.GetAsync("/api/operations"))["checks"]!.AsArray().Single(c => (string)c!["name"]! == "Erweiterungen")!;
        Assert.Equal("degraded", (string)check["status"]!);
    }

    [Fact]
    public async Task An_activity_does_the_work_of_a_task_and_ends_in_its_outcome()
    {
        using var browser = await server.SignInAsync("admin");
        await server.DeployAsync(("greet.bpmn", Model("greet", "probe-greet", """<zeebe:input source="=name" target="who"/>""")));

        var variables = await FinishedAsync(browser, await browser.StartAsync("greet", new { name = "Anna" }));

        Assert.Equal("Guten Tag, Anna!", (string)variables["greeting"]!);
        Assert.Equal("gruss", (string)variables["outcome"]!);
    }

    [Fact]
    public async Task A_model_keeps_the_version_of_the_activity_it_was_made_with()
    {
        using var browser = await server.SignInAsync("admin");
        await server.DeployAsync(("greet2.bpmn", Model("greet2", "probe-greet@2", """<zeebe:input source="=name" target="who"/>""")));

        var variables = await FinishedAsync(browser, await browser.StartAsync("greet2", new { name = "Anna" }));

        Assert.Equal("Hallo Anna", (string)variables["greeting"]!);
    }

    [Fact]
    public async Task Invalid_inputs_are_an_incident_that_names_them_in_German()
    {
        using var browser = await server.SignInAsync("admin");
        await server.DeployAsync(("greet3.bpmn", Model(
            "greet3", "probe-greet", """<zeebe:input source="=9" target="marks"/><zeebe:input source="=string(1)" target="who"/>""")));

        var key = await browser.StartAsync("greet3");

        var incident = await Eventually.FindAsync(async () => (await browser.GetAsync("/api/incidents?process=greet3"))["rows"]!.AsArray()
            .FirstOrDefault(i => (string)i!["caseKey"]! == key));
        Assert.Contains("Marks", (string)incident["message"]!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("zwischen 0 und 3", (string)incident["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_told_twice_starts_one_case_and_only_processes_whose_condition_holds()
    {
        using var browser = await server.SignInAsync("admin");
        await server.DeployAsync(
            ("facts.bpmn", StartedByFact("facts-high", "=level &gt; 80")), ("low.bpmn", StartedByFact("facts-low", "=level &lt; 20")));

        var first = await browser.DoAsync("/api/plugins/probe/facts/f1", new { level = 90 });
        var second = await browser.DoAsync("/api/plugins/probe/facts/f1", new { level = 90 });

        var key = (string)Assert.Single(first!["cases"]!.AsArray())!;
        Assert.Equal(key, (string)Assert.Single(second!["cases"]!.AsArray())!);
        Assert.Equal("facts-high", (string)(await browser.GetAsync($"/api/cases/{key}"))["processId"]!);
        Assert.Contains("f1", (await browser.GetAsync("/api/plugins/probe/facts")).AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task The_addresses_of_a_plugin_ask_for_what_they_declare()
    {
        using var stranger = server.Open();
        using var clerk = await server.SignInAsync("bauhof");

        await stranger.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/api/plugins/probe/facts");
        await clerk.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/plugins/probe/facts");
        await stranger.RefusedAsync(
            HttpStatusCode.RequestEntityTooLarge, HttpMethod.Post, "/api/plugins/probe/facts/f9", new { text = new string('x', 2000) });
        await stranger.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/api/plugins/probe/facts/f9", "{ broken");
        Assert.EndsWith("bauhof", await clerk.Http.GetStringAsync("/api/plugins/probe/beats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Background_work_of_one_node_runs()
    {
        using var browser = await server.SignInAsync("admin");

        var text = await Eventually.FindAsync(async () =>
            await browser.Http.GetStringAsync("/api/plugins/probe/beats") is var beats && !beats.StartsWith('0') ? beats : null);

        Assert.StartsWith("1 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_checked_kept_and_never_show_a_secret_again()
    {
        using var admin = await server.SignInAsync("admin");
        using var agent = await server.SignInAsync("agent");
        const string Path = "/api/plugins/probe/settings";

        var errors = await admin.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Put, Path, new { values = new { mood = "furious" } });
        Assert.NotNull(errors["errors"]!["mood"]);
        await admin.DoAsync(HttpMethod.Put, Path, new { values = new { mood = "bad", password = "geheim" } });
        var shown = await admin.DoAsync(HttpMethod.Put, Path, new { values = new { mood = "good", password = "••••••••" } });

        Assert.Equal("••••••••", (string)shown!["values"]!["password"]!);
        Assert.DoesNotContain("geheim", (await admin.GetAsync(Path)).ToJsonString(), StringComparison.Ordinal);
        var row = await server.SettingsRowAsync("probe");
        Assert.DoesNotContain("geheim", row.Values + row.Secrets, StringComparison.Ordinal);
        Assert.NotEmpty(row.Secrets);
        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, Path);
    }

    [Fact]
    public async Task Activities_are_described_for_the_designer_and_as_element_templates()
    {
        using var browser = await server.SignInAsync("admin");

        var activities = (await browser.GetAsync("/api/activities")).AsArray();
        var templates = (await browser.GetAsync("/api/element-templates")).AsArray();

        var greet = activities.Where(a => (string)a!["type"]! == "probe-greet").ToList();
        Assert.Equal([(2, true), (1, false)], greet.Select(a => ((int)a!["version"]!, (bool)a["latest"]!)));
        var who = greet[0]!["inputs"]!.AsArray().Single(i => (string)i!["name"]! == "who")!;
        Assert.Equal(("Name", "text", true), ((string)who["label"]!, (string)who["type"]!, (bool)who["required"]!));
        var template = templates.Single(t => (string)t!["id"]! == "kommune.probe-greet" && (int)t["version"]! == 2)!;
        Assert.Equal("probe-greet@2", (string)template["properties"]![0]!["value"]!);
        Assert.Contains(templates, t => (string)t!["id"]! == "kommune.probe-fact.start");
    }

    [Fact]
    public async Task Pages_stand_in_the_navigation_of_those_who_may_open_them()
    {
        using var clerk = await server.SignInAsync("bauhof");

        var pages = (await clerk.GetAsync("/api/plugin-pages")).AsArray();

        Assert.Equal("/plugins/probe/index.html", (string)Assert.Single(pages)!["address"]!);
        Assert.Contains("<h1>Probe</h1>", await clerk.Http.GetStringAsync("/plugins/probe/index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_added_twice_under_one_key_is_one_file_of_the_case()
    {
        using var browser = await server.SignInAsync("admin");
        await server.DeployAsync(("keep.bpmn", Model(
            "keep", "probe-keep-file", """<zeebe:input source="=&quot;Hallo&quot;" target="text"/>""")));

        var key = await browser.StartAsync("keep");
        var variables = await FinishedAsync(browser, key);

        Assert.Equal((string)variables["file"]!, (string)variables["again"]!);
        var file = Assert.Single((await browser.GetAsync($"/api/cases/{key}/attachments")).AsArray())!;
        Assert.Equal("Hallo", await browser.Http.GetStringAsync($"/api/attachments/{file["key"]}"));
    }

    [Fact]
    public async Task A_document_of_a_plugins_format_is_deployed_and_a_wrong_one_refused_with_its_line()
    {
        using var browser = await server.SignInAsync("admin");

        await server.DeployAsync(("a.onetask", "einkauf"));
        var refused = await server.Engine.DeployAsync(
            Storage.TenantScope.Default, [new Runtime.DeploymentResource("b.onetask", "Zwei Wörter"u8.ToArray())], Execution.Actor.Engine);

        Assert.NotEmpty(await browser.TaskOfAsync(await browser.StartAsync("einkauf"), "t"));
        var finding = Assert.Single(refused.Findings);
        Assert.Equal(("onetask.name", 1), (finding.Finding.Rule, finding.Finding.Line));
    }

    [Fact]
    public async Task A_function_of_a_plugin_works_in_the_expressions_of_models()
    {
        using var browser = await server.SignInAsync("admin");
        await server.DeployAsync(("turn.bpmn", Model(
            "turn", "probe-greet@2", """<zeebe:input source="=rückwärts(name)" target="who"/>""")));

        var variables = await FinishedAsync(browser, await browser.StartAsync("turn", new { name = "Anna" }));

        Assert.Equal("Hallo annA", (string)variables["greeting"]!);
    }

    private static async Task<JsonObject> FinishedAsync(Browser browser, string key)
    {
        var search = new { filter = new { processInstanceKey = key } };
        await Eventually.FindAsync(async () =>
            (string?)(await browser.GetAsync($"/v2/process-instances/{key}"))["state"] == "COMPLETED" ? key : null);
        var page = await browser.DoAsync("/v2/variables/search", search);
        return new JsonObject(page!["items"]!.AsArray()
            .Select(v => KeyValuePair.Create((string)v!["name"]!, JsonNode.Parse((string)v["value"]!))));
    }

    private static string Model(string id, string type, string inputs) =>
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            targetNamespace="http://example.org">
          <process id="{id}" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="{type}"/><zeebe:ioMapping>{inputs}</zeebe:ioMapping>
            </extensionElements></serviceTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
          </process>
        </definitions>
        """;

    private static string StartedByFact(string id, string condition) =>
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            targetNamespace="http://example.org">
          <message id="m" name="probe-fact"/>
          <process id="{id}" isExecutable="true">
            <startEvent id="s"><extensionElements><zeebe:properties>
              <zeebe:property name="kommune:condition" value="{condition}"/></zeebe:properties></extensionElements>
              <messageEventDefinition messageRef="m"/></startEvent>
            <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t"/>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
          </process>
        </definitions>
        """;
}

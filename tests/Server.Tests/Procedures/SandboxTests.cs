using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Procedures;

public sealed class SandboxTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Steps_lead_a_case_to_its_end_and_become_a_scenario_that_comes_true()
    {
        using var owner = await server.SignInAsync("prozess");
        await DraftAsync(owner, "kasten", Review("kasten"));

        var begun = await PlayAsync(owner, "kasten", new { kind = "start", by = "anna" });
        var task = begun["tasks"]!.AsArray().Single()!;
        Assert.Equal("Antrag prüfen", (string)task["name"]!);
        Assert.Equal("change-agents", (string)task["groups"]![0]!);
        Assert.Equal("kasten-form", (string)task["form"]!["id"]!);
        Assert.Equal("waiting", Status(begun, "pruefen"));

        var done = await PlayAsync(
            owner,
            "kasten",
            new { kind = "start", by = "anna" },
            new { kind = "advance", duration = "P3D" },
            new { kind = "complete", task = "pruefen", by = "agent", variables = new { ergebnis = "12", betrag = 3.5 } });

        Assert.Null(done["failure"]);
        Assert.Equal("completed", (string)done["cases"]![0]!["state"]!);
        Assert.Equal("12", (string)done["cases"]![0]!["variables"]!["ergebnis"]!);
        Assert.Equal("completed", Status(done, "pruefen"));
        Assert.Equal("2026-01-18T08:00:00.000Z", (string)done["now"]!);
        Assert.Contains(
            done["history"]!.AsArray(),
            h => (string)h!["what"]! == "Aufgabe „Antrag prüfen“ erledigt" && (string)h["by"]! == "agent");
        var runs = await owner.DoAsync("/api/procedures/kasten/draft/scenario-runs", new
        {
            changes = new[] { new { path = "scenarios/aufgezeichnet.yaml", text = (string)done["scenarioYaml"]! } },
        });
        Assert.True((bool)runs!["scenarios"]!.AsArray().Single()!["passed"]!, (string)done["scenarioYaml"]!);
        Assert.All(runs["coverage"]!["elements"]!.AsArray(), e => Assert.Equal(1, (int)e!["count"]!));
    }

    [Fact]
    public async Task Refused_step_is_told_and_the_world_stays_as_before_it()
    {
        using var owner = await server.SignInAsync("prozess");
        await DraftAsync(owner, "pflicht", Review("pflicht"));

        var answer = await PlayAsync(
            owner, "pflicht", new { kind = "start" }, new { kind = "complete", task = "pruefen", variables = new { } });

        Assert.Equal(1, (int)answer["failure"]!["step"]!);
        Assert.Contains("ergebnis", (string)answer["failure"]!["message"]!, StringComparison.Ordinal);
        Assert.Single(answer["tasks"]!.AsArray());
    }

    [Theory]
    [InlineData("variables", "completed")]
    [InlineData("fail", "incident")]
    public async Task Job_waits_for_its_step_and_ends_as_told(string end, string state)
    {
        using var owner = await server.SignInAsync("prozess");
        var id = $"auftrag-{end}";
        await DraftAsync(owner, id, [("process.bpmn", Model.Job(id)[0].Content)]);

        var waiting = await PlayAsync(owner, id, new { kind = "start" });
        Assert.Equal("rechnen", (string)waiting["waiting"]!.AsArray().Single()!["name"]!);
        object job = end == "fail"
            ? new { kind = "job", type = "rechnen", fail = "Dienst nicht erreichbar" }
            : new { kind = "job", type = "rechnen", variables = new { betrag = 12 } };
        var done = await PlayAsync(owner, id, new { kind = "start" }, job);

        Assert.Equal(state, (string)done["cases"]![0]!["state"]!);
        Assert.NotNull(done["scenarioYaml"]);
    }

    [Fact]
    public async Task Timer_without_end_is_stopped()
    {
        using var owner = await server.SignInAsync("prozess");
        await DraftAsync(owner, "endlos", [("process.bpmn", Model.Process("endlos", "Endlos", """
            <startEvent id="start">
              <outgoing>f1</outgoing>
              <timerEventDefinition id="t">
                <timeCycle xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tFormalExpression">R/PT1S</timeCycle>
              </timerEventDefinition>
            </startEvent>
            <sequenceFlow id="f1" sourceRef="start" targetRef="ende" />
            <endEvent id="ende"><incoming>f1</incoming></endEvent>
            """))]);

        var answer = await PlayAsync(owner, "endlos", new { kind = "advance", duration = "P1Y" });

        Assert.Contains("kein Ende", (string)answer["failure"]!["message"]!, StringComparison.Ordinal);
        var far = await PlayAsync(owner, "endlos", new { kind = "advance", duration = "P9999Y" });
        Assert.Contains("höchstens 50 Jahre", (string)far["failure"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_with_errors_has_no_sandbox()
    {
        using var owner = await server.SignInAsync("prozess");
        await DraftAsync(owner, "unspielbar", [("process.bpmn", "<x/>")]);

        await owner.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Post,
            "/api/procedures/unspielbar/draft/sandbox",
            new { steps = Array.Empty<object>() });
    }

    [Fact]
    public async Task Variables_known_at_a_flow_come_from_the_forms_before_it()
    {
        using var owner = await server.SignInAsync("prozess");
        await DraftAsync(owner, "namen", Review("namen"));

        var after = await owner.DoAsync("/api/procedures/namen/draft/variables", new { file = "process.bpmn", elementId = "f2" });
        var before = await owner.DoAsync("/api/procedures/namen/draft/variables", new { file = "process.bpmn", elementId = "f1" });

        Assert.Equal(["betrag:number", "ergebnis:string"], after!.AsArray().Select(v => $"{v!["name"]}:{v["type"]}"));
        Assert.Equal("Betrag", (string)after[0]!["title"]!);
        Assert.Equal("pruefen", (string)after[0]!["elementId"]!);
        Assert.Empty(before!.AsArray());
    }

    [Fact]
    public async Task Expression_is_evaluated_or_told_where_it_is_wrong()
    {
        using var owner = await server.SignInAsync("prozess");

        var right = await EvaluateAsync(new { expression = "=betrag * 2 > 10", variables = new { betrag = 6 } });
        var wrong = await EvaluateAsync(new { expression = "betrag >", variables = new { betrag = 6 } });
        var test = await EvaluateAsync(new { expression = "[1..5]", unaryTest = true, input = 3 });

        Assert.True((bool)right["value"]!);
        Assert.Equal("boolean", (string)right["type"]!);
        Assert.Equal(1, (int)wrong["error"]!["line"]!);
        Assert.True((bool)test["value"]!);

        async Task<JsonNode> EvaluateAsync(object body) => (await owner.DoAsync("/api/feel/evaluation", body))!;
    }

    private static string Status(JsonNode answer, string elementId) =>
        (string)answer["elements"]!.AsArray().Single(e => (string)e!["elementId"]! == elementId)!["status"]!;

    private static (string Path, string Text)[] Review(string id)
    {
        var files = Model.Review(id);
        return [("process.bpmn", files[0].Content), ($"forms/{files[1].Name}", files[1].Content)];
    }

    private static async Task DraftAsync(Browser browser, string id, (string Path, string Text)[] files)
    {
        await browser.DoAsync("/api/procedures", new { id, name = id });
        var revision = (long)(await browser.GetAsync($"/api/procedures/{id}/draft"))["revision"]!;
        await DraftFiles.SaveAsync(browser, id, revision, [.. files.Select(f => (f.Path, (string?)f.Text))]);
    }

    private static async Task<JsonNode> PlayAsync(Browser browser, string id, params object[] steps) =>
        (await browser.DoAsync($"/api/procedures/{id}/draft/sandbox", new { steps }))!;
}

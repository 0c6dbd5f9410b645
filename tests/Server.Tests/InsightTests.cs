using System.Net;
using System.Text;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class InsightTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Counts_standing_cases_and_the_week_of_today_are_told()
    {
        using var agent = await WorkedAsync("zahlen", finished: 6, open: 2);
        using var operations = await server.SignInAsync("prozess");

        var report = await operations.GetAsync("/api/insight/zahlen");

        var counts = report["counts"]!;
        Assert.Equal((8, 6, 2), ((int)counts["started"]!, (int)counts["finished"]!, (int)counts["running"]!));
        Assert.Equal(6, (int)report["cycle"]!["count"]!);
        Assert.NotNull(report["cycle"]!["medianSeconds"]);
        var element = Assert.Single(report["elements"]!.AsArray(), e => (string)e!["elementId"]! == "pruefen")!;
        Assert.Equal((6, 2), ((int)element["completed"]!, (int)element["standing"]!));
        var week = report["trend"]!.AsArray()[^1]!;
        Assert.Equal((8, 6), ((int)week["started"]!, (int)week["finished"]!));
        Assert.Equal(13, report["trend"]!.AsArray().Count);
        Assert.Contains((await operations.GetAsync("/api/insight")).AsArray(), p => (string)p!["processId"]! == "zahlen");
    }

    [Fact]
    public async Task Few_cases_and_small_groups_tell_no_times_because_they_would_tell_about_people()
    {
        using var agent = await WorkedAsync("wenige", finished: 2, open: 0);
        using var operations = await server.SignInAsync("prozess");

        var report = await operations.GetAsync("/api/insight/wenige");

        Assert.Equal(2, (int)report["cycle"]!["count"]!);
        Assert.Null(report["cycle"]!["medianSeconds"]);
        Assert.DoesNotContain(report["groups"]!.AsArray(), g => (string)g!["id"]! == "steueramt");
        var problem = await operations.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/api/insight/wenige?group=steueramt");
        Assert.Contains("Schutz einzelner Personen", problem["errors"]!["group"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("agent", report["elements"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_for_a_spreadsheet_has_semicolons_decimal_commas_and_no_formulas()
    {
        using var agent = await WorkedAsync("tabelle", finished: 5, open: 0, name: "=SUMME(A1);\"x\"");
        using var operations = await server.SignInAsync("prozess");

        using var answer = await operations.Http.GetAsync("/api/insight/tabelle/csv");
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("\uFEFFProzess;Aufgaben\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nAbgeschlossen;5\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\n\"'=SUMME(A1);\"\"x\"\"\";5;0;0;", text, StringComparison.Ordinal);
        Assert.Contains("Woche;Begonnen;Abgeschlossen;Frist versäumt", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_questions_are_refused_and_strangers_see_nothing()
    {
        using var agent = await WorkedAsync("fragen", finished: 1, open: 0);
        using var operations = await server.SignInAsync("prozess");

        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/insight/fragen");
        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/insight/fragen/csv");
        Assert.DoesNotContain((await agent.GetAsync("/api/insight")).AsArray(), p => (string)p!["processId"]! == "fragen");
        await operations.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/insight/nirgends");
        await operations.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/api/insight/fragen?version=7");
        await operations.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/api/insight/fragen?from=2026-02-01&to=2026-01-01");
        await operations.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/api/insight/fragen?from=1990-01-01&to=2026-01-01");
        await operations.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/insight/fragen?from=gestern");
    }

    private async Task<Browser> WorkedAsync(string process, int finished, int open, string name = "Prüfen")
    {
        await server.DeployAsync(Model.Tasks(process, ("pruefen", System.Security.SecurityElement.Escape(name)!)));
        var agent = await server.SignInAsync("agent");
        for (var i = 0; i < finished + open; i++)
        {
            var key = await agent.StartAsync(process);
            if (i < finished)
            {
                await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(key)}/complete", new { variables = new { } });
            }
        }

        return agent;
    }
}

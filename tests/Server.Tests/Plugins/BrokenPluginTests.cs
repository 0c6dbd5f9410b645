using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>A program with plugins that misbehave in every way they can, beside one that works.</summary>
public sealed class BrokenPluginTests(BrokenPluginTests.BrokenServer server) : IClassFixture<BrokenPluginTests.BrokenServer>
{
    [Theory]
    [InlineData("throws-when-made", "Der Konstruktor wirft.")]
    [InlineData("throws-when-configured", "Configure wirft.")]
    [InlineData("never-starts", "nach 2 Sekunden noch nicht gestartet")]
    [InlineData("misses-a-dependency", "UglyToad.PdfPig")]
    [InlineData("bad-migration", "Die Tabellen der Erweiterung ließen sich nicht anlegen")]
    [InlineData("no-manifest-fields", "plugin.json ist nicht gültig")]
    [InlineData("assembly-elsewhere", "liegt nicht im Ordner")]
    [InlineData("no-assembly-at-all", "ließ sich nicht laden")]
    public async Task A_plugin_that_cannot_start_is_named_with_the_reason(string folder, string reason)
    {
        using var admin = await server.SignInAsync("admin");

        var plugin = await Eventually.FindAsync(async () => (await admin.GetAsync("/api/plugins")).AsArray().FirstOrDefault(
            candidate => (string?)candidate!["state"] == "failed"
                && ((string)candidate["id"]! == folder || (string)candidate["id"]! == "broken-" + folder)));

        Assert.Contains(reason, (string)plugin["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_plugin_does_wrong_at_work_stays_its_own_matter()
    {
        using var admin = await server.SignInAsync("admin");
        await server.DeployAsync(("throw.bpmn", Model("throw", "broken-throw")), ("greet.bpmn", Model("greet", "probe-greet")));

        var thrown = await admin.StartAsync("throw");
        var greeted = await admin.StartAsync("greet", new { who = "Anna" });

        await Eventually.FindAsync(async () =>
            (string)(await admin.GetAsync($"/api/cases/{greeted}"))["state"]! == "completed" ? greeted : null);
        var job = await Eventually.FindAsync(async () => (await admin.GetAsync("/api/jobs"))["rows"]!.AsArray()
            .FirstOrDefault(row => (string)row!["caseKey"]! == thrown && row["error"] is not null));
        Assert.Equal("Die Tätigkeit wirft.", (string)job["error"]!);
        await admin.RefusedAsync(HttpStatusCode.InternalServerError, HttpMethod.Get, "/api/plugins/broken-misbehaves-at-work/crash");
    }

    [Fact]
    public async Task A_health_check_that_blocks_or_throws_is_told_and_keeps_nobody_waiting()
    {
        using var admin = await server.SignInAsync("admin");

        var checks = (await admin.GetAsync("/api/plugins")).AsArray()
            .Single(plugin => (string)plugin!["id"]! == "broken-misbehaves-at-work")!["checks"]!.AsArray();

        Assert.Equal(
            [("blockiert", "Die Prüfung hat nicht geantwortet."), ("wirft", "Prüfung wirft.")],
            checks.Select(check => ((string)check!["name"]!, (string)check["detail"]!)));
        Assert.Equal("Degraded", await admin.Http.GetStringAsync("/health/ready"));
    }

    private static string Model(string id, string type) =>
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            targetNamespace="http://example.org">
          <process id="{id}" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="{type}"/></extensionElements></serviceTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
          </process>
        </definitions>
        """;

    public sealed class BrokenServer() : TestServer(demo: true)
    {
        private static readonly string[] Behaviours =
        [
            "throws-when-made", "throws-when-configured", "never-starts", "misses-a-dependency", "bad-migration", "misbehaves-at-work",
        ];

        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-broken-");

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            folder.Delete(recursive: true);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            foreach (var behaviour in Behaviours)
            {
                var id = "broken-" + behaviour;
                var to = Copy("broken-plugin", behaviour, json =>
                {
                    json["id"] = id;
                    json["permissions"] = new JsonArray("web", "background", "tables");
                });
                File.WriteAllText(Path.Combine(to, "behaviour"), behaviour);
                File.Delete(Path.Combine(to, "UglyToad.PdfPig.dll"));
            }

            Copy("broken-plugin", "no-manifest-fields", json => json.Remove("assembly"));
            Copy("broken-plugin", "assembly-elsewhere", json => (json["id"], json["assembly"]) = ("assembly-elsewhere", "../x.dll"));
            var bytes = Copy("broken-plugin", "no-assembly-at-all", json => json["id"] = "no-assembly-at-all");
            File.WriteAllText(Path.Combine(bytes, "Kommune.Workflow.BrokenPlugin.dll"), "not an assembly");
            Copy("sample-plugin", "sample", _ => { });
            builder.UseSetting("plugins", folder.FullName);
            builder.UseSetting("Limits:PluginStartTime", "00:00:02");
        }

        private string Copy(string from, string name, Action<JsonObject> change)
        {
            var to = folder.CreateSubdirectory(name).FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, from)))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }

            var manifest = Path.Combine(to, "plugin.json");
            var json = (JsonObject)JsonNode.Parse(File.ReadAllText(manifest))!;
            change(json);
            File.WriteAllText(manifest, json.ToJsonString());
            return to;
        }
    }
}

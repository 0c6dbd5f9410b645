using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Procedures;

public sealed class PublicationTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Published_draft_is_the_version_that_cases_start_with_and_comes_back_byte_for_byte()
    {
        using var owner = await server.SignInAsync("prozess");
        var files = Review("meldung");
        var revision = await DraftAsync(owner, "meldung", files);

        var published = await PublishAsync(owner, "meldung", revision, "Erste Fassung");

        Assert.Equal(1, (int)published["version"]!);
        Assert.Equal(0, (int)published["migration"]!["runningCases"]!);
        var detail = await owner.GetAsync("/api/procedures/meldung");
        Assert.Null(detail["draft"]);
        Assert.Equal(1, (int)detail["publishedVersion"]!);
        Assert.Equal("Erste Fassung", (string)detail["versions"]![0]!["comment"]!);
        Assert.Equal("meldung", (string)detail["versions"]![0]!["processes"]![0]!["processId"]!);
        await owner.StartAsync("meldung");
        var back = await owner.GetAsync("/api/procedures/meldung/versions/1/files");
        Assert.Equal(files.Select(f => f.Text), back.AsArray().Select(f => (string)f!["text"]!));
    }

    [Fact]
    public async Task Publication_is_refused_with_errors_without_comment_and_on_a_stale_revision()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await DraftAsync(owner, "kaputt", [("process.bpmn", "<x/>")]);

        var findings = await RefuseAsync(HttpStatusCode.UnprocessableEntity, new { revision, comment = "Neu" });
        var comment = await RefuseAsync(HttpStatusCode.UnprocessableEntity, new { revision, comment = "  " });
        await RefuseAsync(HttpStatusCode.Conflict, new { revision = revision - 1, comment = "Neu" });

        Assert.Contains(findings["findings"]!.AsArray(), f => (string)f!["rule"]! == "kommune.not-bpmn" && f["advice"] is not null);
        Assert.NotNull(comment["errors"]!["comment"]);
        Assert.Empty((await owner.GetAsync("/api/procedures/kaputt"))["versions"]!.AsArray());

        Task<JsonNode> RefuseAsync(HttpStatusCode status, object body) =>
            owner.RefusedAsync(status, HttpMethod.Post, "/api/procedures/kaputt/publication", body);
    }

    [Fact]
    public async Task Procedure_may_not_take_over_a_process_of_another_one()
    {
        using var owner = await server.SignInAsync("prozess");
        await PublishAsync(owner, "besitz", await DraftAsync(owner, "besitz", Review("besitz")), "Neu");
        var revision = await DraftAsync(owner, "besitz-kopie", Review("besitz"));

        var problem = await owner.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Post,
            "/api/procedures/besitz-kopie/publication",
            new { revision, comment = "x" });

        Assert.Equal(
            ["kommune.foreign-form", "kommune.foreign-process"],
            problem["findings"]!.AsArray().Select(f => (string)f!["rule"]!).Where(r => r.Contains("foreign")).Order());
    }

    [Fact]
    public async Task Nothing_new_is_not_published_again()
    {
        using var owner = await server.SignInAsync("prozess");
        await PublishAsync(owner, "unveraendert", await DraftAsync(owner, "unveraendert", Review("unveraendert")), "Neu");
        var draft = await owner.DoAsync("/api/procedures/unveraendert/draft", new { });

        await owner.RefusedAsync(
            HttpStatusCode.Conflict,
            HttpMethod.Post,
            "/api/procedures/unveraendert/publication",
            new { revision = (long)draft!["revision"]!, comment = "Noch einmal" });
    }

    [Fact]
    public async Task Second_person_must_be_another_one_and_decides_about_what_was_put_forward()
    {
        using var owner = await server.SignInAsync("prozess");
        using var second = await server.SignInAsync("admin");
        var revision = await DraftAsync(owner, "vier-augen", Review("vier-augen"));
        await owner.DoAsync(
            HttpMethod.Put, "/api/procedures/vier-augen/settings", new { name = "Vier Augen", approval = "secondPerson" });

        var asked = await owner.DoAsync("/api/procedures/vier-augen/publication", new { revision, comment = "Bitte prüfen" });
        var approval = (string)asked!["approval"]!["id"]!;
        var decision = $"/api/publication-approvals/{approval}/decision";
        await owner.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, decision, new { approve = true });
        var waiting = (await owner.GetAsync("/api/publication-approvals")).AsArray().Single(a => (string)a!["id"]! == approval)!;
        Assert.False((bool)waiting["decide"]!["allowed"]!);
        var decided = await second.DoAsync(decision, new { approve = true });

        Assert.Equal(1, (int)decided!["published"]!["version"]!);
        var version = (await owner.GetAsync("/api/procedures/vier-augen"))["versions"]![0]!;
        Assert.Equal("prozess", (string)version["publishedBy"]!["userName"]!);
        Assert.Equal("admin", (string)version["approvedBy"]!["userName"]!);
        await second.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, decision, new { approve = true });
    }

    [Fact]
    public async Task Request_is_void_after_the_draft_was_saved_again()
    {
        using var owner = await server.SignInAsync("prozess");
        using var second = await server.SignInAsync("admin");
        var revision = await DraftAsync(owner, "nachgebessert", Review("nachgebessert"));
        await owner.DoAsync(
            HttpMethod.Put, "/api/procedures/nachgebessert/settings", new { name = "Nachgebessert", approval = "secondPerson" });
        var asked = await owner.DoAsync("/api/procedures/nachgebessert/publication", new { revision, comment = "Bitte prüfen" });
        await DraftFiles.SaveAsync(owner, "nachgebessert", revision, ("README.md", "später"));

        var approval = (string)asked!["approval"]!["id"]!;
        await second.RefusedAsync(
            HttpStatusCode.Conflict, HttpMethod.Post, $"/api/publication-approvals/{approval}/decision", new { approve = true });

        Assert.DoesNotContain((await second.GetAsync("/api/publication-approvals")).AsArray(), a => (string)a!["id"]! == approval);
        Assert.Empty((await owner.GetAsync("/api/procedures/nachgebessert"))["versions"]!.AsArray());
    }

    [Fact]
    public async Task Withdrawn_version_starts_no_case_and_the_one_before_does_again()
    {
        using var owner = await server.SignInAsync("prozess");
        await PublishAsync(owner, "rueckzug", await DraftAsync(owner, "rueckzug", Review("rueckzug")), "Erste");
        var draft = (await owner.DoAsync("/api/procedures/rueckzug/draft", new { }))!;
        var revision = await DraftFiles.SaveAsync(
            owner, "rueckzug", (long)draft["revision"]!, ("process.bpmn", Review("rueckzug", "Neue Prüfung")[1].Text));
        await PublishAsync(owner, "rueckzug", revision, "Zweite");
        var running = await owner.StartAsync("rueckzug");

        await owner.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/api/procedures/rueckzug/versions/2/withdrawal", new { comment = "" });
        var detail = await owner.DoAsync("/api/procedures/rueckzug/versions/2/withdrawal", new { comment = "Fehler im Formular" });

        Assert.Equal(1, (int)detail!["publishedVersion"]!);
        Assert.Equal("Fehler im Formular", (string)detail["versions"]![0]!["withdrawal"]!["comment"]!);
        var started = await owner.StartAsync("rueckzug");
        Assert.Equal(1, (int)(await owner.GetAsync($"/api/cases/{started}"))["version"]!);
        Assert.Equal("active", (string)(await owner.GetAsync($"/api/cases/{running}"))["state"]!);
        await owner.RefusedAsync(
            HttpStatusCode.Conflict, HttpMethod.Post, "/api/procedures/rueckzug/versions/2/withdrawal", new { comment = "noch einmal" });
        await owner.DoAsync("/api/procedures/rueckzug/versions/1/withdrawal", new { comment = "Ganz eingestellt" });
        await owner.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/processes/rueckzug/cases", new { variables = new { } });
    }

    [Fact]
    public async Task Record_tells_who_did_what_and_counts_saves_of_one_person()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await DraftAsync(owner, "protokoll", Review("protokoll"));
        revision = await DraftFiles.SaveAsync(owner, "protokoll", revision, ("README.md", "eins"));
        revision = await DraftFiles.SaveAsync(owner, "protokoll", revision, ("README.md", "zwei"));
        await PublishAsync(owner, "protokoll", revision, "Erste Fassung");

        var lines = (await owner.GetAsync("/api/procedures/protokoll/record"))["items"]!.AsArray();

        Assert.Equal(
            ["Version 1 veröffentlicht", "Entwurf bearbeitet (3-mal gespeichert)", "Verfahren angelegt"],
            lines.Select(l => (string)l!["what"]!));
        Assert.All(lines, l => Assert.Equal("prozess", (string)l!["by"]!["userName"]!));
    }

    [Fact]
    public async Task Folder_decides_who_may_see_edit_and_publish()
    {
        using var admin = await server.SignInAsync("admin");
        using var editor = await server.SignInAsync("bauhof");
        using var publisher = await server.SignInAsync("disposition");
        using var stranger = await server.SignInAsync("steueramt");
        var folder = await admin.DoAsync("/api/procedure-folders", new
        {
            name = "Bauhof",
            viewers = Array.Empty<string>(),
            editors = new[] { "bauhof" },
            publishers = new[] { "disposition" },
        });
        await editor.DoAsync("/api/procedures", new { id = "streugut", name = "Streugut", folder = (string)folder!["id"]! });
        var draft = await editor.GetAsync("/api/procedures/streugut/draft");
        var revision = (long)draft["revision"]!;

        await editor.RefusedAsync(
            HttpStatusCode.Forbidden, HttpMethod.Post, "/api/procedures/streugut/publication", new { revision, comment = "x" });
        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/procedures/streugut");
        await publisher.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Delete, "/api/procedures/streugut/draft");
        var published = await PublishAsync(publisher, "streugut", revision, "Vor dem Winter");

        Assert.Equal(1, (int)published["version"]!);
        Assert.DoesNotContain((await stranger.GetAsync("/api/procedures")).AsArray(), p => (string)p!["id"]! == "streugut");
        await editor.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Put, $"/api/procedure-folders/{folder["id"]}", new
        {
            name = "Meins",
            viewers = Array.Empty<string>(),
            editors = new[] { "bauhof" },
            publishers = new[] { "bauhof" },
        });
    }

    [Fact]
    public async Task Exported_procedure_can_be_imported_again()
    {
        using var owner = await server.SignInAsync("prozess");
        await DraftAsync(owner, "umzug", Review("umzug"));
        var zip = await owner.Http.GetByteArrayAsync("/api/procedures/umzug/draft/export");

        var imported = await ImportAsync(owner, "umzug.zip", zip);

        Assert.Equal("umzug-2", (string)imported["procedure"]!["id"]!);
        Assert.Empty(imported["notUsed"]!.AsArray());
        var before = await owner.GetAsync("/api/procedures/umzug/draft");
        var after = await owner.GetAsync("/api/procedures/umzug-2/draft");
        Assert.Equal(before["files"]!.ToJsonString(), after["files"]!.ToJsonString());
    }

    [Fact]
    public async Task Import_names_what_it_could_not_use_and_refuses_bombs()
    {
        using var owner = await server.SignInAsync("prozess");
        var model = Review("gemischt")[1].Text;

        var imported = await ImportAsync(owner, "gemischt.zip", Zip(
            ("gemischt/process.bpmn", Encoding.UTF8.GetBytes(model)),
            ("gemischt/programm.exe", [1, 2, 3]),
            ("gemischt/texts/latin.liquid", [0xE4, 0xF6])));
        using var bomb = await SendAsync(owner, "bombe.zip", Zip(("README.md", new byte[50_000_000])));
        using var broken = await SendAsync(owner, "kaputt.zip", "PK kaputt"u8.ToArray());

        Assert.Equal(
            ["gemischt/programm.exe", "gemischt/texts/latin.liquid"],
            imported["notUsed"]!.AsArray().Select(u => (string)u!["file"]!).Order());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
    }

    [Fact]
    public async Task Single_model_is_imported_as_a_procedure()
    {
        using var owner = await server.SignInAsync("prozess");

        var imported = await ImportAsync(owner, "Alt.bpmn", Encoding.UTF8.GetBytes(Review("einzeln")[1].Text));

        Assert.Equal("Prüfung", (string)imported["procedure"]!["name"]!);
        Assert.Contains(imported["findings"]!.AsArray(), f => (string)f!["rule"]! == "kommune.form-missing");
    }

    private static (string Path, string Text)[] Review(string id, string task = "Antrag prüfen")
    {
        var files = Model.Review(id);
        return
        [
            ($"forms/{files[1].Name}", files[1].Content),
            ("process.bpmn", files[0].Content.Replace("Antrag prüfen", task, StringComparison.Ordinal)),
        ];
    }

    private static async Task<long> DraftAsync(Browser browser, string id, (string Path, string Text)[] files)
    {
        await browser.DoAsync("/api/procedures", new { id, name = id });
        var revision = (long)(await browser.GetAsync($"/api/procedures/{id}/draft"))["revision"]!;
        return await DraftFiles.SaveAsync(browser, id, revision, [.. files.Select(f => (f.Path, (string?)f.Text))]);
    }

    private static async Task<JsonNode> PublishAsync(Browser browser, string id, long revision, string comment) =>
        (await browser.DoAsync($"/api/procedures/{id}/publication", new { revision, comment }))!;

    private static async Task<JsonNode> ImportAsync(Browser browser, string name, byte[] content)
    {
        using var answer = await SendAsync(browser, name, content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!;
    }

    private static Task<HttpResponseMessage> SendAsync(Browser browser, string name, byte[] content)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return browser.PostAsync("/api/procedures/import", new MultipartFormDataContent { { file, "file", name } });
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return buffer.ToArray();
    }
}

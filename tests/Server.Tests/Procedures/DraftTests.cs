using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Procedures;

public sealed class DraftTests(DemoServer server) : IClassFixture<DemoServer>
{
    private static readonly HttpMethod Put = HttpMethod.Put;

    [Fact]
    public async Task New_procedure_has_a_draft_with_a_model_that_has_no_finding()
    {
        using var owner = await server.SignInAsync("prozess");

        var created = await owner.DoAsync("/api/procedures", new { name = "Hundesteuer für Welpen & Co" });

        Assert.Equal("hundesteuer-fuer-welpen-co", (string)created!["id"]!);
        Assert.Null(created["publishedVersion"]);
        var draft = await owner.GetAsync("/api/procedures/hundesteuer-fuer-welpen-co/draft");
        Assert.Equal("process.bpmn", (string)draft["files"]!.AsArray().Single()!["path"]!);
        Assert.Empty((await owner.DoAsync("/api/procedures/hundesteuer-fuer-welpen-co/draft/findings"))!.AsArray());
        Assert.Contains(
            (await owner.GetAsync("/api/procedures")).AsArray(), p => (string)p!["name"]! == "Hundesteuer für Welpen & Co");
    }

    [Fact]
    public async Task Save_keeps_every_file_as_typed_even_when_it_makes_no_sense()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await CreateAsync(owner, "unsinn");

        var saved = await SaveAsync(owner, "unsinn", revision, ("process.bpmn", "<kein xml"), ("forms/a.form.json", "\uFEFF{"));

        Assert.True((long)saved["revision"]! > revision);
        var files = (await owner.GetAsync("/api/procedures/unsinn/draft"))["files"]!.AsArray();
        Assert.Equal(["forms/a.form.json", "process.bpmn"], files.Select(f => (string)f!["path"]!));
        Assert.Equal(["\uFEFF{", "<kein xml"], files.Select(f => (string)f!["text"]!));
        var findings = (await owner.DoAsync("/api/procedures/unsinn/draft/findings"))!.AsArray();
        Assert.Equal(
            ["forms/a.form.json", "process.bpmn"],
            findings.Where(f => (string)f!["severity"]! == "error").Select(f => (string)f!["file"]!).Distinct().Order());
    }

    [Fact]
    public async Task Save_on_a_stale_revision_changes_nothing_and_says_who_was_faster()
    {
        using var owner = await server.SignInAsync("prozess");
        using var other = await server.SignInAsync("admin");
        var revision = await CreateAsync(owner, "gleichzeitig");
        await SaveAsync(other, "gleichzeitig", revision, ("README.md", "von der Administration"));

        var problem = await owner.RefusedAsync(HttpStatusCode.Conflict, Put, "/api/procedures/gleichzeitig/draft/files", new
        {
            revision,
            changes = new[] { new { path = "README.md", text = "von der Prozessverantwortung" } },
        });

        Assert.Equal("admin", (string)problem["changedBy"]!["userName"]!);
        Assert.Equal(revision + 1, (long)problem["revision"]!);
        Assert.NotNull(problem["changedAt"]);
        var draft = await owner.GetAsync("/api/procedures/gleichzeitig/draft");
        Assert.Contains(draft["files"]!.AsArray(), f => (string)f!["text"]! == "von der Administration");
    }

    [Fact]
    public async Task Save_that_changes_nothing_leaves_the_revision()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await CreateAsync(owner, "nichts-neues");
        revision = (long)(await SaveAsync(owner, "nichts-neues", revision, ("README.md", "Hallo")))["revision"]!;

        Assert.Equal(revision, (long)(await SaveAsync(owner, "nichts-neues", revision, ("README.md", "Hallo")))["revision"]!);
    }

    [Fact]
    public async Task Save_removes_a_file_that_has_no_text_any_more()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await CreateAsync(owner, "weniger");
        revision = (long)(await SaveAsync(owner, "weniger", revision, ("texts/gruss.liquid", "Betreff: Gruß")))["revision"]!;

        await SaveAsync(owner, "weniger", revision, ("texts/gruss.liquid", null));

        var draft = await owner.GetAsync("/api/procedures/weniger/draft");
        Assert.Equal("process.bpmn", (string)draft["files"]!.AsArray().Single()!["path"]!);
    }

    [Theory]
    [InlineData("../process.bpmn")]
    [InlineData("forms/../../x.form.json")]
    [InlineData("programm.exe")]
    [InlineData("forms/unterordner/x.form.json")]
    [InlineData("/process.bpmn")]
    public async Task Save_refuses_paths_that_belong_to_no_procedure(string path)
    {
        using var owner = await server.SignInAsync("prozess");
        var id = $"pfad-{path.Length}-{path.Count(c => c == '/')}";
        var revision = await CreateAsync(owner, id);

        var problem = await owner.RefusedAsync(HttpStatusCode.UnprocessableEntity, Put, $"/api/procedures/{id}/draft/files", new
        {
            revision,
            changes = new[] { new { path, text = "x" } },
        });

        Assert.Contains("Erlaubt sind", (string)problem["errors"]![path]!.AsArray().Single()!, StringComparison.Ordinal);
        Assert.Equal(revision, (long)(await owner.GetAsync($"/api/procedures/{id}/draft"))["revision"]!);
    }

    [Fact]
    public async Task Save_refuses_more_and_larger_files_than_a_procedure_may_have()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await CreateAsync(owner, "zu-viel");

        await RefuseAsync(new { path = "README.md", text = new string('x', (2 * 1024 * 1024) + 1) });
        await RefuseAsync(Enumerable.Range(0, 200).Select(n => new { path = $"texts/t{n}.liquid", text = "x" }).ToArray());

        Assert.Equal(revision, (long)(await owner.GetAsync("/api/procedures/zu-viel/draft"))["revision"]!);

        async Task RefuseAsync(params object[] changes) => await owner.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, Put, "/api/procedures/zu-viel/draft/files", new { revision, changes });
    }

    [Fact]
    public async Task Findings_cover_changes_that_are_not_saved()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await CreateAsync(owner, "ungespeichert");
        var files = (await owner.GetAsync("/api/procedures/ungespeichert/draft"))["files"]!;
        var broken = ((string)files[0]!["text"]!).Replace("targetRef=\"Ende\"", "targetRef=\"Nirgends\"", StringComparison.Ordinal);

        var findings = await owner.DoAsync(
            "/api/procedures/ungespeichert/draft/findings", new { changes = new[] { new { path = "process.bpmn", text = broken } } });

        Assert.Contains(findings!.AsArray(), f => (string)f!["severity"]! == "error" && (string?)f["elementId"] == "Fluss_1");
        Assert.Equal(revision, (long)(await owner.GetAsync("/api/procedures/ungespeichert/draft"))["revision"]!);
    }

    [Fact]
    public async Task A_finding_about_a_form_names_the_field_and_where_it_stands()
    {
        using var owner = await server.SignInAsync("prozess");
        await CreateAsync(owner, "formular");
        const string Form = """
            {"title":"Antrag","pages":[{"elements":[
              {"type":"panel","name":"p","elements":[{"type":"signaturepad","name":"s","title":{"de":"Unterschrift","en":"Signature"}}]}]}]}
            """;

        var findings = await owner.DoAsync(
            "/api/procedures/formular/draft/findings", new { changes = new[] { new { path = "forms/antrag.form.json", text = Form } } });

        var finding = Assert.Single(findings!.AsArray(), f => (string)f!["rule"]! == "kommune.form")!;
        Assert.Equal("/pages/0/elements/0/elements/0", (string?)finding["elementId"]);
        Assert.Equal("Unterschrift", (string?)finding["elementName"]);
    }

    [Fact]
    public async Task Discarded_draft_is_gone_and_its_revision_never_comes_again()
    {
        using var owner = await server.SignInAsync("prozess");
        var revision = await CreateAsync(owner, "verworfen");

        await owner.DoAsync(HttpMethod.Delete, "/api/procedures/verworfen/draft");

        await owner.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/procedures/verworfen/draft");
        var again = await owner.DoAsync("/api/procedures/verworfen/draft", new { });
        Assert.True((long)again!["revision"]! > revision);
        await owner.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/api/procedures/verworfen/draft", new { });
    }

    [Fact]
    public async Task Presence_tells_who_else_has_the_draft_open()
    {
        using var owner = await server.SignInAsync("prozess");
        using var other = await server.SignInAsync("admin");
        await CreateAsync(owner, "zu-zweit");
        await owner.DoAsync("/api/procedures/zu-zweit/draft/presence");

        var editors = (await other.DoAsync("/api/procedures/zu-zweit/draft/presence"))!["editors"]!.AsArray();

        Assert.Equal(["admin", "prozess"], editors.Select(e => (string)e!["userName"]!).Order());
    }

    [Fact]
    public async Task Who_may_not_edit_is_told_so_and_sees_no_procedure_without_a_folder()
    {
        using var owner = await server.SignInAsync("prozess");
        using var stranger = await server.SignInAsync("bauhof");
        await CreateAsync(owner, "fremd");

        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/procedures/fremd/draft");
        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Delete, "/api/procedures/fremd/draft");
        await stranger.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/api/procedures", new { name = "Mein Verfahren" });
        Assert.DoesNotContain((await stranger.GetAsync("/api/procedures")).AsArray(), p => (string)p!["id"]! == "fremd");
    }

    private static async Task<long> CreateAsync(Browser browser, string id)
    {
        await browser.DoAsync("/api/procedures", new { id, name = id });
        return (long)(await browser.GetAsync($"/api/procedures/{id}/draft"))["revision"]!;
    }

    private static async Task<JsonNode> SaveAsync(
        Browser browser, string id, long revision, params (string Path, string? Text)[] files) => (await browser.DoAsync(
            Put,
            $"/api/procedures/{id}/draft/files",
            new { revision, changes = files.Select(f => new { path = f.Path, text = f.Text }) }))!;
}

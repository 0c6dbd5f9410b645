using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Tests;
using Kommune.Workflow.Sdk;
using PdfSharp.Pdf.IO;
using Xunit;

namespace Kommune.Workflow.Plugins.Document.Tests;

public sealed class MakeDocumentTests
{
    private readonly PretendHost host = new();

    [Fact]
    public async Task A_template_filled_with_the_cases_values_lies_at_the_case_as_a_pdf()
    {
        host.Texts["bescheid.liquid"] = "# Bescheid\n\nGuten Tag {{ name }},\n"
            + "{% for p in posten %}- {{ p }} Straße\n{% endfor %}\n---\nAnlage";

        var result = await MakeAsync("bescheid", new JsonObject { ["name"] = "Ärztin", ["posten"] = new JsonArray("a", "b") });

        var outputs = Assert.IsType<JobResult.Completion>(result).Variables!;
        Assert.Equal(2, (int)outputs["pages"]!);
        var file = host.CaseFiles[(string)outputs["file"]!].File;
        Assert.Equal(("Bescheid.pdf", "application/pdf"), (file.Name, file.ContentType));
        using var pdf = PdfReader.Open(new MemoryStream(file.Content.ToArray()), PdfDocumentOpenMode.Import);
        Assert.Equal((2, "Bescheid.pdf"), (pdf.PageCount, pdf.Info.Title));
    }

    [Fact]
    public async Task A_long_text_and_a_long_word_go_on_over_as_many_pages_as_they_need()
    {
        host.Texts["lang.liquid"] = string.Join('\n', Enumerable.Repeat("Ein Satz, der sich oft wiederholt. " + new string('x', 300), 60));

        var outputs = Assert.IsType<JobResult.Completion>(await MakeAsync("lang.liquid", [])).Variables!;

        Assert.InRange((int)outputs["pages"]!, 3, 20);
    }

    [Theory]
    [InlineData("fehlt", "nicht veröffentlicht")]
    [InlineData("kaputt", "ergibt kein Dokument")]
    public async Task A_template_that_is_missing_or_broken_needs_a_person(string template, string reason)
    {
        host.Texts["kaputt.liquid"] = "{% for %}";

        var stuck = Assert.IsType<JobResult.Failure>(await MakeAsync(template, []));

        Assert.True(stuck.Final);
        Assert.Contains(reason, stuck.Message, StringComparison.Ordinal);
    }

    private Task<JobResult> MakeAsync(string template, JsonObject variables)
    {
        var inputs = new JsonObject { ["template"] = template, ["fileName"] = "Bescheid.pdf" };
        return new MakeDocument(host).ExecuteAsync(inputs, PretendHost.Context(variables), TestContext.Current.CancellationToken);
    }
}

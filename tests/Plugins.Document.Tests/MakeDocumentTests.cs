using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Testing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;
using Xunit;

namespace Kommune.Workflow.Plugins.Document.Tests;

public sealed class MakeDocumentTests : IDisposable
{
    private const double Millimetre = 72 / 25.4;

    private readonly PluginTest test = PluginTest.Of<DocumentPlugin>();

    public MakeDocumentTests()
    {
        test.Set(new
        {
            authority = "Stadt Beispielstadt",
            sender = "Stadt Beispielstadt · Rathausplatz 1 · 12345 Beispielstadt",
            footer = "Sparkasse Beispielstadt · IBAN DE02 1234 5678 9012 3456 78\nÖffnungszeiten: Mo–Fr 8–12 Uhr",
        });
        test.Deploy(
            "brief.bpmn",
            """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                targetNamespace="http://example.org">
            <process id="brief" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="document-pdf"/><zeebe:ioMapping>
              <zeebe:input source="=vorlage" target="template"/><zeebe:input source="=&quot;Bescheid&quot;" target="fileName"/>
            </zeebe:ioMapping></extensionElements></serviceTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>
            """);
    }

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task A_decision_lies_at_the_case_with_everything_the_template_says()
    {
        using var pdf = await DecisionAsync();

        var text = string.Join('\n', pdf.GetPages().Select(TextOf));
        foreach (var expected in (string[])
            [
                "Stadt Beispielstadt", "Steueramt", "Frau", "Jördis Müller-Lüdenscheidt", "Hundesteuerbescheid für das Jahr 2026", "Rex",
                "216 €", "04.05.2026", "Rechtsbehelfsbelehrung", "Öffnungszeiten: Mo–Fr 8–12 Uhr", "Seite 1 von 2", "Seite 2 von 2",
            ])
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Equal(2, pdf.NumberOfPages);
        Assert.Equal("Hundesteuerbescheid für das Jahr 2026", pdf.Information.Title);
    }

    [Fact]
    public async Task The_address_stands_in_the_window_of_an_envelope()
    {
        using var pdf = await DecisionAsync();

        var page = pdf.GetPage(1);
        var words = page.GetWords().Where(word => word.Text is "Müller-Lüdenscheidt" or "Ahornweg" or "98765").ToList();
        Assert.Equal(3, words.Count);
        Assert.All(words, word =>
        {
            Assert.InRange(word.BoundingBox.Left, 20 * Millimetre, 105 * Millimetre);
            Assert.InRange(page.Height - word.BoundingBox.Top, 62.7 * Millimetre, 90 * Millimetre);
        });
        var subject = page.GetWords().First(word => word.Text == "Hundesteuerbescheid");
        Assert.InRange(page.Height - subject.BoundingBox.Bottom, 98.4 * Millimetre, 106 * Millimetre);
    }

    [Fact]
    public async Task A_screen_reader_finds_language_title_and_a_complete_structure()
    {
        using var pdf = await DecisionAsync();

        var catalog = pdf.Structure.Catalog.CatalogDictionary;
        Assert.Equal("de-DE", ((StringToken)catalog.Data["Lang"]).Data);
        Assert.True(((BooleanToken)Resolve<DictionaryToken>(pdf, catalog.Data["MarkInfo"]).Data["Marked"]).Data);
        Assert.True(((BooleanToken)Resolve<DictionaryToken>(pdf, catalog.Data["ViewerPreferences"]).Data["DisplayDocTitle"]).Data);
        var roles = Roles(pdf, catalog.Data["StructTreeRoot"]).ToList();
        Assert.Equal(["H1", "H2", "H2", "H2"], roles.Where(role => role.StartsWith('H')));
        Assert.Equal((1, 4), (roles.Count(role => role == "Table"), roles.Count(role => role == "TH")));
        Assert.Equal(4, roles.Count(role => role == "TR"));
        Assert.Equal((2, 6, 6, 6), (Count("L"), Count("LI"), Count("Lbl"), Count("LBody")));

        int Count(string role) => roles.Count(r => r == role);
    }

    [Fact]
    public async Task Everything_drawn_is_either_content_of_the_structure_or_decoration()
    {
        using var pdf = await DecisionAsync();

        foreach (var page in pdf.GetPages())
        {
            var marked = page.GetMarkedContents().SelectMany(WithChildren).Sum(content => content.Letters.Count);
            Assert.Equal(page.Letters.Count, marked);
            Assert.All(page.GetMarkedContents(), content => Assert.True(content.IsArtifact || content.MarkedContentIdentifier >= 0));
        }
    }

    [Fact]
    public async Task The_fonts_are_inside_and_nothing_else_is_needed_to_read_it()
    {
        using var pdf = await DecisionAsync();

        var fonts = pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.FontName).Distinct().ToList();
        Assert.Equal(2, fonts.Count);
        Assert.All(fonts, font => Assert.Matches(@"^[A-Z]{6}\+Noto.?Sans", font));
        var raw = Encoding.Latin1.GetString(await BytesAsync());
        Assert.Equal(2, raw.Split("/FontFile2").Length - 1);
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes()
    {
        var first = await BytesAsync();
        var second = await BytesAsync();

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task What_a_citizen_writes_never_becomes_layout()
    {
        test.Deploy("v.liquid", "---\nAn: {{ a }}\n---\n{{ a }}\n\n| x | y |\n|---|---|\n| {{ a }} | 2 |\n");

        using var pdf = Open(await MakeAsync("v", new { a = "# Titel\n---\n| a | b |\n- **fett**\n1. eins" }));

        var roles = Roles(pdf, pdf.Structure.Catalog.CatalogDictionary.Data["StructTreeRoot"]).ToList();
        Assert.Equal(1, pdf.NumberOfPages);
        Assert.DoesNotContain(roles, role => role.StartsWith('H') || role == "L");
        Assert.Equal((2, 4), (roles.Count(role => role == "TR"), roles.Count(role => role is "TH" or "TD")));
        Assert.Contains("| a | b |", TextOf(pdf.GetPage(1)), StringComparison.Ordinal);
        Assert.Contains("**fett**", TextOf(pdf.GetPage(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_a_long_word_and_a_long_table_go_on_over_as_many_pages_as_they_need()
    {
        var rows = string.Concat(Enumerable.Range(1, 120).Select(i => $"| Zeile {i} | {new string('x', 20)} |\n"));
        test.Deploy("v.liquid", $"# Lang\n\n{new string('y', 3000)}\n\n| a | b |\n|---|---|\n{rows}");

        using var pdf = Open(await MakeAsync("v", new { }));

        Assert.InRange(pdf.NumberOfPages, 3, 8);
        Assert.Contains("Zeile 120", TextOf(pdf.GetPage(pdf.NumberOfPages)), StringComparison.Ordinal);
        Assert.All(pdf.GetPages(), page => Assert.All(page.Letters, letter =>
            Assert.InRange(letter.BoundingBox.Right, 0, page.Width - (15 * Millimetre))));
    }

    [Fact]
    public async Task Names_in_all_letters_that_offices_must_write_are_printed_and_emoji_leave_a_sign()
    {
        test.Deploy("v.liquid", "{{ name }} 🙂");

        using var pdf = Open(await MakeAsync("v", new { name = "Łukasz Đorđević Ñandú Șerban ẞ Şahin Αθηνά Сергей" }));

        Assert.Contains("Łukasz Đorđević Ñandú Șerban ẞ Şahin Αθηνά Сергей \uFFFD", TextOf(pdf.GetPage(1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fehlt", "nicht veröffentlicht")]
    [InlineData("kaputt", "ergibt kein Dokument")]
    [InlineData("endlos", "ergibt kein Dokument")]
    [InlineData("kopf", "nicht mit einer Zeile „---“ beendet")]
    [InlineData("anschrift", "hat 6 Zeilen, die Anschrift braucht 7")]
    [InlineData("fremd", "„漢“ (U+6F22)")]
    public async Task A_template_that_gives_no_document_calls_a_person_with_the_reason(string template, string reason)
    {
        test.Deploy("kaputt.liquid", "{% for %}");
        test.Deploy("endlos.liquid", "{% for i in (1..99999999) %}x{% endfor %}");
        test.Deploy("kopf.liquid", "---\nAn: x\n");
        test.Deploy("anschrift.liquid", "---\nAn: 1\n  2\n  3\n  4\n  5\n  6\n  7\n---\nText");
        test.Deploy("fremd.liquid", "Herr 漢");

        var @case = await test.StartAsync("brief", new { vorlage = template });

        Assert.Contains(reason, Assert.Single(@case.Failures), StringComparison.Ordinal);
        Assert.Single(@case.Incidents);
        Assert.Empty(@case.Files);
    }

    private async Task<PdfDocument> DecisionAsync() => Open(await BytesAsync());

    private async Task<byte[]> BytesAsync()
    {
        test.Deploy("texts/bescheid.liquid", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "bescheid.liquid")));
        var bytes = await MakeAsync("bescheid", new
        {
            aktenzeichen = "HU-2026-0042",
            antragsteller = new
            {
                anrede = "Frau",
                name = "Jördis Müller-Lüdenscheidt",
                strasse = "Ahornweg 7",
                plz = "98765",
                ort = "Groß Köris",
                gruss = "Sehr geehrte Frau Müller-Lüdenscheidt",
            },
            datum = "2026-05-04",
            jahr = 2026,
            faellig = "2026-07-01",
            summe = "216",
            bemerkung = "Rex ist sehr klein.\nEr frisst wenig. ☺",
            hunde = new object[]
            {
                new { name = "Rex", rasse = "Rauhaardackel", seit = "2021-03-01", betrag = 96 },
                new { name = "Bella von der Großen Wiese", rasse = "Kleiner Münsterländer", seit = "2024-08-15", betrag = 120 },
            },
        });
        if (Environment.GetEnvironmentVariable("KEEP_DOCUMENT") is { } place)
        {
            await File.WriteAllBytesAsync(place, bytes);
        }

        return bytes;
    }

    private async Task<byte[]> MakeAsync(string template, object variables)
    {
        var with = (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(variables)!;
        with["vorlage"] = template;
        var @case = await test.StartAsync("brief", with);
        Assert.True(@case.IsFinished, string.Join(" ", @case.Failures));
        var file = Assert.Single(@case.Files);
        Assert.Equal(("Bescheid.pdf", "application/pdf"), (file.Name, file.ContentType));
        return file.Content.ToArray();
    }

    private static PdfDocument Open(byte[] content) => PdfDocument.Open(content);

    private static string TextOf(Page page) => UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor.ContentOrderTextExtractor.GetText(page);

    private static T Resolve<T>(PdfDocument pdf, IToken token)
        where T : class, IToken => (token is IndirectReferenceToken reference ? pdf.Structure.GetObject(reference.Data).Data : token) as T
        ?? throw new InvalidOperationException($"Expected a {typeof(T).Name}, but found {token}.");

    private static IEnumerable<string> Roles(PdfDocument pdf, IToken token)
    {
        var resolved = token is IndirectReferenceToken reference ? pdf.Structure.GetObject(reference.Data).Data : token;
        if (resolved is ArrayToken array)
        {
            return array.Data.SelectMany(item => Roles(pdf, item));
        }

        if (resolved is not DictionaryToken element)
        {
            return [];
        }

        var inner = element.Data.TryGetValue("K", out var kids) ? Roles(pdf, kids) : [];
        return element.Data.TryGetValue("S", out var role) ? inner.Prepend(((NameToken)role).Data) : inner;
    }

    private static IEnumerable<MarkedContentElement> WithChildren(MarkedContentElement content) =>
        content.Children.SelectMany(WithChildren).Prepend(content);
}

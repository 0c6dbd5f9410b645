using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Forms;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Forms;

public sealed class FormSchemaTests
{
    [Fact]
    public void A_required_question_without_an_answer_is_an_error_under_its_name()
    {
        var submission = Form("""{"type":"text","name":"titel","isRequired":true}""").Check([]);

        Assert.Equal(["titel"], submission.Errors.Keys);
    }

    [Fact]
    public void A_required_question_that_is_not_shown_needs_no_answer()
    {
        var form = Form("""
            {"type":"boolean","name":"extern"},
            {"type":"text","name":"firma","isRequired":true,"visibleIf":"{extern} = true"}
            """);

        Assert.True(form.Check(Data("""{"extern":false}""")).IsValid);
        Assert.False(form.Check(Data("""{"extern":true}""")).IsValid);
    }

    [Fact]
    public void A_condition_may_ask_for_what_the_case_knows()
    {
        var form = Form("""{"type":"comment","name":"grund","requiredIf":"{betrag} > 1000"}""");

        Assert.False(form.Check([], Data("""{"betrag":1500}""")).IsValid);
        Assert.True(form.Check([], Data("""{"betrag":500}""")).IsValid);
    }

    [Fact]
    public void Answers_to_questions_that_are_not_asked_are_dropped()
    {
        var form = Form("""
            {"type":"text","name":"titel"},
            {"type":"text","name":"nummer","readOnly":true},
            {"type":"text","name":"versteckt","visible":false}
            """);

        var submission = form.Check(Data("""{"titel":"A","nummer":"7","versteckt":"x","admin":true}"""));

        Assert.Equal(["titel"], submission.Answers.Select(a => a.Key));
    }

    [Fact]
    public void An_answer_taken_back_becomes_null()
    {
        var submission = Form("""{"type":"text","name":"notiz"}""").Check([], Data("""{"notiz":"alt"}"""));

        Assert.True(submission.Answers.ContainsKey("notiz"));
        Assert.Null(submission.Answers["notiz"]);
    }

    [Theory]
    [InlineData("""{"type":"text","name":"f","inputType":"number","min":1,"max":5}""", "3", "9")]
    [InlineData("""{"type":"text","name":"f","inputType":"number"}""", "3.5", "\"drei\"")]
    [InlineData("""{"type":"text","name":"f","inputType":"date","min":"2026-01-01"}""", "\"2026-02-28\"", "\"2025-12-31\"")]
    [InlineData("""{"type":"text","name":"f","inputType":"date"}""", "\"2026-02-28\"", "\"2026-02-30\"")]
    [InlineData("""{"type":"text","name":"f","inputType":"email"}""", "\"a@b.de\"", "\"a at b\"")]
    [InlineData("""{"type":"text","name":"f","maxLength":3}""", "\"abc\"", "\"abcd\"")]
    [InlineData("""{"type":"comment","name":"f"}""", "\"Text\"", "{\"a\":1}")]
    [InlineData("""{"type":"boolean","name":"f"}""", "true", "\"ja\"")]
    [InlineData("""{"type":"radiogroup","name":"f","choices":["a",{"value":"b","text":"B"}]}""", "\"b\"", "\"c\"")]
    [InlineData("""{"type":"dropdown","name":"f","choices":[1,2]}""", "2", "3")]
    [InlineData("""{"type":"checkbox","name":"f","choices":[1,2,3],"maxSelectedChoices":2}""", "[1,2]", "[1,2,3]")]
    [InlineData("""{"type":"checkbox","name":"f","choices":["a","b"]}""", "[\"a\"]", "[\"a\",\"a\"]")]
    [InlineData("""{"type":"ranking","name":"f","choices":["a","b"]}""", "[\"b\",\"a\"]", "[\"b\",\"x\"]")]
    [InlineData("""{"type":"rating","name":"f","rateMax":5}""", "5", "6")]
    [InlineData("""{"type":"rating","name":"f","rateMin":0,"rateMax":10,"rateStep":5}""", "5", "4")]
    [InlineData("""{"type":"matrix","name":"f","columns":["gut","schlecht"],"rows":["a"]}""", "{\"a\":\"gut\"}", "{\"a\":\"egal\"}")]
    [InlineData("""{"type":"matrix","name":"f","columns":[1],"rows":["a","b"],"eachRowRequired":true}""", "{\"a\":1,\"b\":1}", "{\"a\":1}")]
    [InlineData("""{"type":"file","name":"f"}""", "[{\"name\":\"a\",\"content\":\"data:,x\"}]", "\"a.pdf\"")]
    [InlineData("""{"type":"text","name":"f","inputType":"time","min":"08:00"}""", "\"08:00\"", "\"07:59\"")]
    [InlineData("""{"type":"text","name":"f","inputType":"datetime-local","max":"2026-12-31T12:00"}""",
        "\"2026-12-31T12:00\"", "\"2026-12-31T12:01\"")]
    [InlineData("""{"type":"file","name":"f","acceptedTypes":".pdf, image/*"}""",
        "[{\"name\":\"a.PDF\",\"content\":\"data:,x\"}]", "[{\"name\":\"a.exe\",\"type\":\"application/x\",\"content\":\"data:,x\"}]")]
    [InlineData("""{"type":"file","name":"f","acceptedTypes":"image/*"}""",
        "[{\"name\":\"a\",\"type\":\"image/png\",\"content\":\"data:,x\"}]", "[{\"name\":\"a.pdf\",\"content\":\"data:,x\"}]")]
    [InlineData("""{"type":"file","name":"f","allowMultiple":true,"maxFiles":1}""",
        "[{\"name\":\"a\",\"content\":\"data:,x\"}]", "[{\"name\":\"a\",\"content\":\"x\"},{\"name\":\"b\",\"content\":\"x\"}]")]
    [InlineData("""{"type":"text","name":"f","validators":[{"type":"regex","regex":"^[0-9]{5}$"}]}""", "\"12345\"", "\"1234\"")]
    [InlineData("""{"type":"text","name":"f","validators":[{"type":"text","minLength":3}]}""", "\"abc\"", "\"ab\"")]
    [InlineData("""{"type":"text","name":"f","validators":[{"type":"numeric","minValue":3}]}""", "3", "2")]
    [InlineData("""{"type":"text","name":"f","validators":[{"type":"expression","expression":"{f} <> 'x'"}]}""", "\"y\"", "\"x\"")]
    [InlineData("""{"type":"checkbox","name":"f","choices":[1,2],"validators":[{"type":"answercount","minCount":2}]}""", "[1,2]", "[1]")]
    [InlineData("""{"type":"multipletext","name":"f","items":[{"name":"a","isRequired":true}]}""", "{\"a\":\"x\"}", "{\"b\":1}")]
    public void A_question_accepts_what_fits_and_refuses_what_does_not(string question, string fits, string doesNot)
    {
        var form = Form(question);

        Assert.Empty(form.Check(Data($$"""{"f":{{fits}}}""")).Errors);
        Assert.NotEmpty(form.Check(Data($$"""{"f":{{doesNot}}}""")).Errors);
    }

    [Fact]
    public void Rows_of_a_repeating_group_are_checked_each_and_named_by_their_place()
    {
        var form = Form("""
            {"type":"paneldynamic","name":"posten","minPanelCount":1,"templateElements":[
              {"type":"text","name":"text","isRequired":true},
              {"type":"text","name":"menge","inputType":"number","visibleIf":"{panel.text} notempty"}]}
            """);

        var submission = form.Check(Data("""{"posten":[{"text":"A","menge":2,"fremd":1},{"menge":"x"}]}"""));

        Assert.Equal(["posten[1].text"], submission.Errors.Keys);
        Assert.Equal("""[{"text":"A","menge":2},{}]""", submission.Answers["posten"]!.ToJsonString());
    }

    [Fact]
    public void A_key_column_may_not_repeat()
    {
        var form = Form("""
            {"type":"matrixdynamic","name":"t","keyName":"nr","columns":[{"name":"nr","cellType":"text"}]}
            """);

        Assert.Equal(["t[0].nr", "t[1].nr"], form.Check(Data("""{"t":[{"nr":"1"},{"nr":"1"},{"nr":"2"}]}""")).Errors.Keys);
    }

    [Theory]
    [InlineData("""{"elements":[{"type":"signaturepad","name":"s"}]}""")]
    [InlineData("""{"elements":[{"type":"text","name":"s","visibleIf":"myFunction({a})"}]}""")]
    [InlineData("""{"elements":[{"type":"text","name":"s","visibleIf":"{a} = "}]}""")]
    [InlineData("""{"elements":[{"type":"dropdown","name":"s","choicesByUrl":{"url":"http://a"}}]}""")]
    [InlineData("""{"elements":[{"type":"text","name":"s","validators":[{"type":"regex","regex":"("}]}]}""")]
    [InlineData("""{"elements":[{"type":"text"}]}""")]
    [InlineData("""[1,2]""")]
    [InlineData("""{"elements":""")]
    public void A_form_beyond_the_subset_is_refused_with_a_reason(string json)
    {
        Assert.Null(FormSchema.Parse(json, out var problems));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void What_is_wrong_names_its_place_so_that_the_editor_can_show_it_beside_the_field()
    {
        FormSchema.Parse(
            """
            {"pages":[{"elements":[{"type":"html","name":"a"}]},{"elements":[{"type":"paneldynamic","name":"hunde",
              "templateElements":[{"type":"text","name":"chip","validators":[{"type":"regex","regex":"[0-9"}]}]}]}]}
            """,
            out var problems);

        var problem = Assert.Single(problems);
        Assert.Equal("/pages/1/elements/0/templateElements/0", problem.Place);
        Assert.Equal("Feld „chip“, Muster: Das Muster lässt sich ab Zeichen 4 nicht lesen.", problem.Message);
    }

    [Fact]
    public void A_message_in_two_languages_is_told_in_German()
    {
        var form = Form("""
            {"type":"text","name":"plz","validators":[
              {"type":"regex","regex":"^\\d{5}$","text":{"de":"Fünf Ziffern.","en":"Five digits."}}]}
            """);

        Assert.Equal(["Fünf Ziffern."], form.Check(Data("""{"plz":"1"}""")).Errors["plz"]);
    }

    [Theory]
    [InlineData("{a} = 1 and {b} = 'x'", true)]
    [InlineData("{a} > 1 or {b} <> 'x'", false)]
    [InlineData("not ({a} = 2)", true)]
    [InlineData("{a} + 2 * 3 = 7", true)]
    [InlineData("{liste} contains 'k'", true)]
    [InlineData("{liste} anyof ['z', 'm']", true)]
    [InlineData("{liste} allof ['k', 'z']", false)]
    [InlineData("{c} empty and {b} notempty", true)]
    [InlineData("{adresse.ort} = 'Olpe'", true)]
    [InlineData("{liste[0]} = 'k'", true)]
    [InlineData("iif({a} = 1, 'ja', 'nein') = 'ja'", true)]
    [InlineData("{a} >= '1' && !({b} == 'y')", true)]
    public void An_expression_means_what_it_means_in_the_browser(string expression, bool expected)
    {
        var data = Data("""{"a":1,"b":"x","liste":["k","m"],"adresse":{"ort":"Olpe"}}""");
        var form = Form($$"""{"type":"text","name":"pflicht","requiredIf":{{JsonValue.Create(expression).ToJsonString()}}}""");

        Assert.Equal(expected, !form.Check(data).IsValid);
    }

    private static FormSchema Form(string questions)
    {
        var form = FormSchema.Parse($$"""{"pages":[{"elements":[{{questions}}]}]}""", out var problems);
        Assert.Empty(problems);
        return form!;
    }

    private static JsonObject Data(string json) => JsonNode.Parse(json)!.AsObject();
}

using System.Text;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Expressions;

public sealed class DecisionTests
{
    [Theory]
    [InlineData("UNIQUE", 5, "\"klein\"")]
    [InlineData("UNIQUE", 50, "null")]
    [InlineData("FIRST", 50, "\"klein\"")]
    [InlineData("ANY", 50, "null")]
    [InlineData("PRIORITY", 50, "\"groß\"")]
    [InlineData("RULE ORDER", 50, "[\"klein\",\"groß\"]")]
    [InlineData("OUTPUT ORDER", 50, "[\"groß\",\"klein\"]")]
    [InlineData("COLLECT", 50, "[\"klein\",\"groß\"]")]
    [InlineData("COLLECT\" aggregation=\"COUNT", 50, "2")]
    [InlineData("COLLECT\" aggregation=\"MAX", 50, "\"klein\"")]
    [InlineData("UNIQUE", 500, "null")]
    [InlineData("COLLECT", 500, "[]")]
    public void A_table_picks_rules_by_its_hit_policy(string hitPolicy, int amount, string expectedJson)
    {
        var model = Compile($"""
            <decision id="size" name="Größe">
              <decisionTable hitPolicy="{hitPolicy}">
                <input><inputExpression><text>amount</text></inputExpression></input>
                <output><outputValues><text>"groß", "klein"</text></outputValues></output>
                {Rule("&lt;= 50", "\"klein\"")}
                {Rule("[50..100]", "\"groß\"")}
              </decisionTable>
            </decision>
            """);
        Assert.Empty(model.Findings);
        Assert.Equal(FeelJson.Parse(expectedJson), Evaluate(model, "size", $$"""{"amount": {{amount}}}"""));
    }

    [Fact]
    public void A_table_without_a_matching_rule_gives_its_default()
    {
        var model = Compile($"""
            <decision id="fee" name="Gebühr">
              <decisionTable>
                <input><inputExpression><text>art</text></inputExpression></input>
                <output name="betrag"><defaultOutputEntry><text>0</text></defaultOutputEntry></output>
                <output name="frei"><defaultOutputEntry><text>true</text></defaultOutputEntry></output>
                <rule><inputEntry><text>"Hund"</text></inputEntry><outputEntry><text>60 + 30</text></outputEntry>
                  <outputEntry><text>false</text></outputEntry></rule>
              </decisionTable>
            </decision>
            """);
        Assert.Equal(FeelJson.Parse("""{"betrag":90,"frei":false}"""), Evaluate(model, "fee", """{"art":"Hund"}"""));
        Assert.Equal(FeelJson.Parse("""{"betrag":0,"frei":true}"""), Evaluate(model, "fee", """{"art":"Katze"}"""));
    }

    [Fact]
    public void A_decision_uses_the_decisions_and_knowledge_it_requires()
    {
        var model = Compile("""
            <inputData id="i" name="Anzahl Hunde"><variable name="Anzahl Hunde" typeRef="number"/></inputData>
            <businessKnowledgeModel id="k" name="Steuer für">
              <variable name="Steuer für"/>
              <encapsulatedLogic>
                <formalParameter name="n" typeRef="number"/>
                <literalExpression><text>if n >= 1 then 100 * n + Steuer für(n - 1) else 0</text></literalExpression>
              </encapsulatedLogic>
            </businessKnowledgeModel>
            <decision id="d1" name="Grundbetrag">
              <variable name="Grundbetrag" typeRef="number"/>
              <informationRequirement><requiredInput href="#i"/></informationRequirement>
              <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
              <literalExpression><text>Steuer für(Anzahl Hunde)</text></literalExpression>
            </decision>
            <decision id="d2" name="Bescheid">
              <informationRequirement><requiredDecision href="#d1"/></informationRequirement>
              <context>
                <contextEntry><variable name="betrag"/>
                  <literalExpression><text>Grundbetrag</text></literalExpression></contextEntry>
                <contextEntry><variable name="text"/>
                  <literalExpression><text>string(betrag) + " €"</text></literalExpression></contextEntry>
              </context>
            </decision>
            """);
        Assert.Empty(model.Findings);
        Assert.Equal(["d1", "d2"], model.Decisions.Select(decision => decision.Id));
        Assert.Equal(
            FeelJson.Parse("""{"betrag":300,"text":"300 €"}"""), Evaluate(model, "d2", """{"Anzahl Hunde": 2}"""));
        var wrong = model.FindDecision("d2")!.EvaluateWithWarnings(Scope("""{"Anzahl Hunde": "zwei"}"""));
        Assert.Contains(wrong.Warnings, warning => warning.Contains("Anzahl Hunde", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<conditional><if>L:n > 1</if><then>L:\"viele\"</then><else>L:\"einer\"</else></conditional>", "\"viele\"")]
    [InlineData("<for iteratorVariable=\"i\"><in>L:[1, n]</in><return>L:i * 10</return></for>", "[10,30]")]
    [InlineData("<for iteratorVariable=\"i\"><in>L:[1..n]</in><return>L:i + count(partial)</return></for>", "[1,3,5]")]
    [InlineData("<every iteratorVariable=\"i\"><in>L:[1, n]</in><satisfies>L:i > 1</satisfies></every>", "false")]
    [InlineData("<some iteratorVariable=\"i\"><in>L:[1, n]</in><satisfies>L:i > 1</satisfies></some>", "true")]
    [InlineData("<filter><in>L:[{a: 1}, {a: n}]</in><match>L:a > 1</match></filter>", "[{\"a\":3}]")]
    [InlineData("<list>L:1 L:n</list>", "[1,3]")]
    [InlineData("<relation><column name=\"a\"/><column name=\"b\"/><row>L:1 L:n</row></relation>", "[{\"a\":1,\"b\":3}]")]
    [InlineData("<invocation>L:max<binding><parameter name=\"list\"/>L:[1, n]</binding></invocation>", "3")]
    [InlineData(
        "<context><contextEntry><variable name=\"f\"/>"
        + "<functionDefinition><formalParameter name=\"x\"/>L:x + n</functionDefinition></contextEntry>"
        + "<contextEntry>L:f(4)</contextEntry></context>",
        "7")]
    public void Boxed_expressions_mean_what_their_text_form_means(string boxed, string expectedJson)
    {
        var xml = System.Text.RegularExpressions.Regex.Replace(
            boxed, "L:([^<]*?)(?= L:|<)", "<literalExpression><text><![CDATA[$1]]></text></literalExpression>");
        var model = Compile($"""<decision id="d" name="d">{xml}</decision>""");
        Assert.Empty(model.Findings);
        Assert.Equal(FeelJson.Parse(expectedJson), Evaluate(model, "d", """{"n": 3}"""));
    }

    [Fact]
    public void A_decision_service_is_a_function_of_its_inputs()
    {
        var model = Compile("""
            <inputData id="i" name="x"><variable name="x" typeRef="number"/></inputData>
            <decision id="double" name="double"><informationRequirement><requiredInput href="#i"/></informationRequirement>
              <literalExpression><text>x * 2</text></literalExpression></decision>
            <decisionService id="s" name="service"><outputDecision href="#double"/><inputData href="#i"/></decisionService>
            <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>
              <literalExpression><text>[service(4), service(x: 5), service("x")]</text></literalExpression></decision>
            """);
        Assert.Equal(FeelJson.Parse("[8,10,null]"), Evaluate(model, "d", """{"x": 1}"""));
        Assert.Equal(FeelJson.Parse("14"), model.DecisionServices.Single().Evaluate(Scope("""{"x": 7}""")));
    }

    [Fact]
    public void Faults_are_found_with_element_and_line_while_sound_decisions_work()
    {
        var model = Compile("""
            <decision id="bad" name="bad"><literalExpression id="le"><text>1 +</text></literalExpression></decision>
            <decision id="typed" name="typed"><variable name="typed" typeRef="tNothing"/></decision>
            <decision id="lost" name="lost"><informationRequirement><requiredInput href="#nowhere"/></informationRequirement></decision>
            <decision id="juel" name="juel">
              <literalExpression expressionLanguage="http://juel"><text>1</text></literalExpression></decision>
            <decision id="table" name="table"><decisionTable hitPolicy="BEST"><output/></decisionTable></decision>
            <itemDefinition name="tSelf"><typeRef>tSelf</typeRef></itemDefinition>
            <import namespace="urn:other" name="other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
            <decision id="good" name="good"><literalExpression><text>1</text></literalExpression></decision>
            """);
        Assert.Equal(7, model.Findings.Length);
        var syntax = Assert.Single(model.Findings, finding => finding.ElementId == "le");
        Assert.Equal(2, syntax.Line);
        Assert.StartsWith("Expected an expression, but found the end.", syntax.Message, StringComparison.Ordinal);
        Assert.All(model.Findings, finding => Assert.StartsWith("Expected ", finding.Message, StringComparison.Ordinal));
        Assert.Equal(FeelNumber.One, Evaluate(model, "good", "{}"));
        Assert.Equal(FeelNull.Instance, Evaluate(model, "bad", "{}"));
    }

    [Fact]
    public void Decisions_that_require_each_other_give_null_instead_of_running_on()
    {
        var model = Compile("""
            <decision id="a" name="a"><informationRequirement><requiredDecision href="#b"/></informationRequirement>
              <literalExpression><text>b + 1</text></literalExpression></decision>
            <decision id="b" name="b"><informationRequirement><requiredDecision href="#a"/></informationRequirement>
              <literalExpression><text>a + 1</text></literalExpression></decision>
            """);
        Assert.Equal(FeelNull.Instance, Evaluate(model, "a", "{}"));
    }

    [Fact]
    public void Types_that_hold_themselves_are_compared_to_an_end()
    {
        var model = Compile("""
            <itemDefinition name="tA"><itemComponent name="l"><typeRef>tA</typeRef></itemComponent>
              <itemComponent name="r"><typeRef>tA</typeRef></itemComponent></itemDefinition>
            <itemDefinition name="tB"><itemComponent name="l"><typeRef>tB</typeRef></itemComponent>
              <itemComponent name="r"><typeRef>tB</typeRef></itemComponent></itemDefinition>
            <decision id="d" name="d"><literalExpression>
              <text>(function(a: tA) 1) instance of function&lt;tB&gt; -> number</text></literalExpression></decision>
            """);
        Assert.Empty(model.Findings);
        Assert.Equal(FeelBoolean.True, Evaluate(model, "d", "{}"));
    }

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY a \"b\">]><definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">&a;</definitions>")]
    [InlineData("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">")]
    [InlineData("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>")]
    [InlineData("")]
    [InlineData("no xml")]
    public void What_is_no_dmn_file_is_refused(string xml) => Assert.Throws<DmnFormatException>(() => Read(xml));

    [Fact]
    public void Elements_nested_too_deep_are_refused()
    {
        var depth = DmnXml.DepthMax + 1;
        var xml = string.Concat(Enumerable.Repeat("<list>", depth)) + string.Concat(Enumerable.Repeat("</list>", depth));
        Assert.Throws<DmnFormatException>(() => Compile($"""<decision id="d" name="d">{xml}</decision>"""));
    }

    private static string Rule(string test, string output) =>
        $"<rule><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{output}</text></outputEntry></rule>";

    private static DmnModel Compile(string elements) => Read($"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="defs" name="Test" namespace="urn:test">
        {elements}
        </definitions>
        """);

    private static DmnModel Read(string xml) => DmnModel.Compile(new MemoryStream(Encoding.UTF8.GetBytes(xml)));

    private static FeelValue Evaluate(DmnModel model, string decisionId, string variablesJson) =>
        model.FindDecision(decisionId)!.Evaluate(Scope(variablesJson));

    private static FeelScope Scope(string variablesJson) => new((FeelContext)FeelJson.Parse(variablesJson));
}

using System.Text.Json;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Expressions;

public sealed class JsonValuesTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("12.5")]
    [InlineData("100000000000000000000")]
    [InlineData("\"Grünfläche \\\"A\\\"\"")]
    [InlineData("[1,[2,{}],[]]")]
    [InlineData("{\"b\":1,\"a\":{\"c\":null}}")]
    public void Json_survives_being_read_and_written(string json) =>
        Assert.Equal(json, FeelJson.ToJson(FeelJson.Parse(json)));

    [Fact]
    public void An_element_reads_like_its_text()
    {
        const string json = """{"b":[1,2.50,"x",true,null],"a":{"c":{}}}""";
        using var document = JsonDocument.Parse(json);
        Assert.Equal(FeelJson.Parse(json), FeelJson.FromElement(document.RootElement));
    }

    [Fact]
    public void Numbers_are_written_without_exponent_and_without_trailing_zeros() =>
        Assert.Equal("[1200000,0.0000001,2.5]", FeelJson.ToJson(FeelJson.Parse("[1.2e6,1e-7,2.500]")));

    [Fact]
    public void A_number_beyond_the_decimal_range_is_refused_with_its_text()
    {
        var error = Assert.Throws<JsonException>(() => FeelJson.Parse("[1e40]"));
        Assert.Contains("1e40", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_is_refused_beyond_the_depth_limit()
    {
        string Nested(int depth) => new string('[', depth) + new string(']', depth);
        FeelJson.Parse(Nested(FeelJson.DepthMax));
        Assert.ThrowsAny<JsonException>(() => FeelJson.Parse(Nested(FeelJson.DepthMax + 1)));

        using var document = JsonDocument.Parse(Nested(FeelJson.DepthMax + 1), new JsonDocumentOptions { MaxDepth = 100 });
        Assert.ThrowsAny<JsonException>(() => FeelJson.FromElement(document.RootElement));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("{'a':1}")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("{\"\\ud83d\":1}")]
    public void Text_that_is_not_json_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => FeelJson.Parse(text));

    [Fact]
    public void Half_of_a_surrogate_pair_does_not_reach_the_store()
    {
        Assert.Equal("\"\uFFFD\"", FeelJson.ToJson(Feel.Evaluate("\"\\ud83d\"")));
        Assert.Equal("[\"\uFFFD\",\"\uFFFD\"]", FeelJson.ToJson(Feel.Evaluate("extract(\"\\U01F40E\", \".\")")));
        using var document = JsonDocument.Parse("[\"\\ud83d\"]");
        Assert.Throws<JsonException>(() => FeelJson.FromElement(document.RootElement));
    }

    [Fact]
    public void Of_two_entries_with_the_same_name_the_last_wins() =>
        Assert.Equal("""{"a":2,"b":1}""", FeelJson.ToJson(FeelJson.Parse("""{"a":1,"b":1,"a":2}""")));

    [Fact]
    public void A_context_finds_its_entries_whatever_its_size()
    {
        var context = FeelContext.Empty;
        for (var i = 0; i < 40; i++)
        {
            context = context.With($"n{i}", FeelNumber.Of(i));
        }

        context = context.Without("n7").With("n3", FeelString.Of("x"));
        Assert.Equal(39, context.Count);
        Assert.False(context.Contains("n7"));
        Assert.Equal(FeelString.Of("x"), context["n3"]);
        Assert.Equal(FeelNumber.Of(39), context["n39"]);
    }

    [Fact]
    public void A_value_without_temporal_parts_is_its_own_json_value()
    {
        var value = FeelJson.Parse("""{"a":[1,"x"]}""");
        Assert.Same(value, value.ToJsonValue());
    }

    [Fact]
    public void Temporal_values_become_their_text_wherever_they_stand()
    {
        var value = FeelContext.Of(
            ("day", FeelDate.Of(2026, 3, 1)),
            ("spans", FeelList.Of(new FeelDaysTimeDuration(93_600), new FeelYearsMonthsDuration(14))));
        Assert.Equal(FeelJson.Parse("""{"day":"2026-03-01","spans":["P1DT2H","P1Y2M"]}"""), value.ToJsonValue());
        Assert.Equal(FeelJson.ToJson(value), FeelJson.ToJson(value.ToJsonValue()));
    }

    [Fact]
    public void A_moment_in_a_named_zone_is_stored_with_its_offset()
    {
        var moment = Feel.Evaluate("{summer: @\"2026-07-01T10:00:00@Europe/Berlin\", winter: @\"2026-01-01T10:00:00@Europe/Berlin\"}");
        const string json = """{"summer":"2026-07-01T10:00:00+02:00","winter":"2026-01-01T10:00:00+01:00"}""";
        Assert.Equal(json, FeelJson.ToJson(moment));
        Assert.Equal(FeelJson.Parse(json), moment.ToJsonValue());
    }
}

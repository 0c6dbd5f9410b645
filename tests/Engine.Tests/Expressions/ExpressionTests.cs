using Kommune.Workflow.Expressions;
using Xunit;
using static Kommune.Workflow.Engine.Tests.Expressions.Feel;

namespace Kommune.Workflow.Engine.Tests.Expressions;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("-2 ** 2", "4")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("1.5e3", "1500")]
    [InlineData(".5 + .5", "1")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("1 / 0", "null")]
    [InlineData("\"a\" + \"b\"", "\"ab\"")]
    [InlineData("\"a\" + 1", "null")]
    public void Arithmetic_follows_the_ranks_of_operators(string text, string expected) => AssertEvaluates(text, expected);

    [Theory]
    [InlineData("true and null", "null")]
    [InlineData("false and null", "false")]
    [InlineData("true or null", "true")]
    [InlineData("false or null", "null")]
    [InlineData("not(null)", "null")]
    [InlineData("1 < \"a\"", "null")]
    [InlineData("1 = \"a\"", "null")]
    [InlineData("null = null", "true")]
    [InlineData("null < 1", "null")]
    [InlineData("[1, 2] = [1, 2]", "true")]
    [InlineData("{a: 1, b: 2} = {b: 2, a: 1}", "true")]
    public void Unknown_is_the_third_truth_value(string text, string expected) => AssertEvaluates(text, expected);

    [Theory]
    [InlineData("if 1 > 2 then \"a\" else \"b\"", "\"b\"")]
    [InlineData("if null then 1 else 2", "2")]
    [InlineData("for i in 1..3 return i * 2", "[2, 4, 6]")]
    [InlineData("for i in 3..1 return i", "[3, 2, 1]")]
    [InlineData("for i in [1..3] return i", "[1, 2, 3]")]
    [InlineData("for a in [1, 2], b in [10, 20] return a + b", "[11, 21, 12, 22]")]
    [InlineData("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]")]
    [InlineData("for x in [[1, 2], [3]], y in x return y", "[1, 2, 3]")]
    [InlineData("some x in [1, 2, 3] satisfies x > 2", "true")]
    [InlineData("every x in [1, 2, 3] satisfies x > 2", "false")]
    [InlineData("every x in [] satisfies x > 2", "true")]
    [InlineData("some x in [1, null] satisfies x > 2", "null")]
    public void Loops_and_conditions_give_values(string text, string expected) => AssertEvaluates(text, expected);

    [Theory]
    [InlineData("[1, 2, 3][item > 1]", "[2, 3]")]
    [InlineData("[1, 2, 3][2]", "2")]
    [InlineData("[1, 2, 3][-1]", "3")]
    [InlineData("[1, 2, 3][4]", "null")]
    [InlineData("[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]")]
    [InlineData("[{a: 1}, {a: 3}][item.a = 3][1].a", "3")]
    [InlineData("[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]")]
    [InlineData("[{orders: [{n: 1}, {n: 2}]}, {orders: [{n: 3}]}][count(orders[n > 1]) = 1].orders.n", "[[1, 2], [3]]")]
    [InlineData("5[true]", "[5]")]
    [InlineData("null[1]", "null")]
    [InlineData("[{y: 1}, {x: 2}].y", "[1, null]")]
    public void Filters_see_the_item_and_its_entries(string text, string expected) => AssertEvaluates(text, expected);

    [Theory]
    [InlineData("5 in [1..5]", "true")]
    [InlineData("5 in [1..5)", "false")]
    [InlineData("5 in ]1..5[", "false")]
    [InlineData("5 in (1..5]", "true")]
    [InlineData("5 in <6", "true")]
    [InlineData("5 in (>7, <6)", "true")]
    [InlineData("5 in (1, 2, 5)", "true")]
    [InlineData("5 in [1, 2, [4..6]]", "true")]
    [InlineData("5 in [(<3), (>=5)]", "true")]
    [InlineData("5 in !=5", "false")]
    [InlineData("null in [1..5]", "null")]
    [InlineData("5 between 1 and 5 and true", "true")]
    [InlineData("[1..10[.end included", "false")]
    [InlineData("(>=3).start", "3")]
    [InlineData("\"c\" in [\"a\"..\"d\"]", "true")]
    public void Ranges_know_whether_their_ends_belong_to_them(string text, string expected) => AssertEvaluates(text, expected);

    [Theory]
    [InlineData("{a: 1, b: a + 1}.b", "2")]
    [InlineData("{\"a b\": 1, c: 2}.a b", "1")]
    [InlineData("{first name: \"x\", full: first name + \"y\"}.full", "\"xy\"")]
    [InlineData("{a+b: 3, c: a+b}.c", "3")]
    [InlineData("{a: 1, a: 2}", "null")]
    [InlineData("{a: {b: {c: 1}}}.a.b.c", "1")]
    [InlineData("{}.a", "null")]
    [InlineData("{`größe (m²)`: 4}.`größe (m²)`", "4")]
    public void Contexts_hold_named_values_that_see_those_before(string text, string expected) => AssertEvaluates(text, expected);

    [Theory]
    [InlineData("(function(a, b) a - b)(5, 3)", "2")]
    [InlineData("(function(a, b) a - b)(b: 5, a: 3)", "-2")]
    [InlineData("{f: function(n: number) n + 1, r: f(2)}.r", "3")]
    [InlineData("{f: function(n: number) n + 1, r: f(\"x\")}.r", "null")]
    [InlineData("{fact: function(n) if n <= 1 then 1 else n * fact(n - 1), r: fact(5)}.r", "120")]
    [InlineData("{x: 1, f: function() x, g: function(x) f(), r: g(7)}.r", "1")]
    [InlineData("(for i in 1..3 return function() i)[1]()", "1")]
    [InlineData("sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]")]
    [InlineData("max(1, 2)", "2")]
    [InlineData("substring(string: \"Rathaus\", start position: 5)", "\"aus\"")]
    [InlineData("substring(text: \"Rathaus\", start position: 5)", "null")]
    [InlineData("{max: 3, m: max([1, 2])}.m", "2")]
    public void Functions_are_values_called_by_place_or_by_name(string text, string expected) => AssertEvaluates(text, expected);

    [Theory]
    [InlineData("1 instance of number", "true")]
    [InlineData("null instance of Any", "false")]
    [InlineData("[1, \"a\"] instance of list<number>", "false")]
    [InlineData("{a: 1} instance of context<a: number>", "true")]
    [InlineData("@\"P1D\" instance of days and time duration", "true")]
    [InlineData("[1..2] instance of range<number>", "true")]
    [InlineData("(function(a: number) \"x\") instance of function<number> -> string", "true")]
    [InlineData("(function(a: number) \"x\") instance of function<string> -> string", "false")]
    public void Types_are_asked_for_with_instance_of(string text, string expected) => AssertEvaluates(text, expected);

    [Fact]
    public void Variables_with_spaces_and_signs_are_found_when_they_are_known()
    {
        AssertEvaluates("Netto-Betrag + Steuer in €", "119", """{"Netto-Betrag": 100, "Steuer in €": 19}""");
        AssertEvaluates("a-b", "1", """{"a": 3, "b": 2}""");
        AssertEvaluates("a - b", "1", """{"a": 3, "b": 2, "a-b": 9}""");
        AssertEvaluates("a-b", "9", """{"a": 3, "b": 2, "a-b": 9}""");
        AssertEvaluates("Start  Datum", "1", """{"Start Datum": 1}""");
    }

    [Fact]
    public void A_variable_does_not_hide_the_built_in_function_of_its_name() =>
        AssertEvaluates("count(date) + number(string)", "3", """{"count": 5, "date": [1, 2], "string": "1", "number": 8}""");

    [Fact]
    public void An_unknown_variable_is_null_and_a_warning_tells_so()
    {
        var result = FeelExpression.Compile("betrag > 5").EvaluateWithWarnings(new FeelScope());
        Assert.Equal(FeelNull.Instance, result.Value);
        Assert.Contains(result.Warnings, warning => warning.Contains("betrag", StringComparison.Ordinal));
    }

    [Fact]
    public void Free_variables_are_those_taken_from_the_environment() =>
        Assert.Equal(
            ["amount", "orders"],
            FeelExpression.Compile("count(for o in orders return o.total + {x: 1, y: x}.y) > amount").FreeVariables.Order());

    [Fact]
    public void Comments_are_white_space() => AssertEvaluates("1 /* eins */ + // und\n 2", "3");

    [Theory]
    [InlineData("1 +", 1, 4, "Expected an expression, but found the end.")]
    [InlineData("if a then b", 1, 12, "Expected 'else', but found the end.")]
    [InlineData("(1, 2)", 1, 3, "Expected ')', but found ','.")]
    [InlineData("a b", 1, 3, "Expected an operator or the end, but found 'b'.")]
    [InlineData("1 +\n  }", 2, 3, "Expected an expression, but found '}'.")]
    [InlineData("\"abc", 1, 1, "Expected the end of the text ('\"'), but found the end.")]
    [InlineData("x instance of foo", 1, 15, "Expected a known type, but found 'foo'.")]
    [InlineData("", 1, 1, "Expected an expression, but found the end.")]
    public void A_text_that_is_no_expression_is_refused_with_its_place(string text, int line, int column, string message) =>
        Assert.Equal(new FeelSyntaxError(message, line, column), Refused(text));

    [Fact]
    public void Hostile_texts_are_refused_instead_of_ending_the_process()
    {
        Refused(new string('(', 50_000));
        Refused(new string('[', 50_000));
        Refused("1" + string.Concat(Enumerable.Repeat("+1", 5_000)));
        Refused("a" + string.Concat(Enumerable.Repeat(".a", 5_000)));
        Refused(string.Concat(Enumerable.Repeat("-", 5_000)) + "1");
        Refused(string.Concat(Enumerable.Repeat("if ", 5_000)));
        Refused(string.Concat(Enumerable.Repeat("x instance of ", 1)) + string.Concat(Enumerable.Repeat("list<", 5_000)));
        Refused(new string('a', SyntaxLimits.TextLengthMax + 1));
    }

    [Theory]
    [InlineData("for i in 1..10000000 return i", "EvaluationStepsMax")]
    [InlineData("{f: function(n) f(n + 1), r: f(1)}", "CallDepthMax")]
    [InlineData("{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f(\"0123456789\", 40)}", "StringLengthMax")]
    [InlineData("{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1), r: f([1], 40)}", "EvaluationStepsMax")]
    [InlineData("count([1..999999999][item > 0]) + count(for i in 1..9999999 return i)", "EvaluationStepsMax")]
    [InlineData("{f: function(s, n) if n = 0 then s else f(s + s, n - 1), s: f(\"0123456789\", 16), "
        + "r: count(for i in 1..900000 return contains(s, \"x\"))}.r", "EvaluationStepsMax")]
    [InlineData("{f: function(l, n) if n = 0 then l else f([l], n - 1), r: f([], 70)}.r", "ValueDepthMax")]
    public void An_evaluation_that_takes_too_much_is_ended(string text, string limit)
    {
        var error = Assert.Throws<FeelLimitException>(() => Evaluate(text));
        Assert.Equal(limit, error.LimitName);
        Assert.StartsWith("Expected ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_present_comes_from_the_environment()
    {
        var moment = new DateTimeOffset(2026, 3, 28, 23, 30, 0, TimeSpan.Zero);
        var scope = new FeelScope(now: moment);
        Assert.Equal(FeelDate.Of(2026, 3, 29), FeelExpression.Compile("today()").Evaluate(scope));
        Assert.Equal(
            FeelString.Of("2026-03-29T00:30:00@Europe/Berlin"), FeelExpression.Compile("string(now())").Evaluate(scope));
    }
}

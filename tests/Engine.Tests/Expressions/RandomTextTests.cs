using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Expressions;

/// <summary>Texts put together by chance: the same seed gives the same texts.</summary>
public sealed class RandomTextTests
{
    private static readonly FeelScope Scope = new(
        (FeelContext)FeelJson.Parse("""{"a":1,"b":[1,2,3],"c":{"x":1,"y":"z"},"s":"text","n":null}"""),
        limits: new FeelLimits { EvaluationStepsMax = 20_000, StringLengthMax = 10_000 });

    private static readonly string[] Atoms =
    [
        "a", "b", "c", "s", "n", "1", "-1", "0", "2.5", "1e20", "79228162514264337593543950335", "\"\"", "\"[a-z]+\"", "\"x\"",
        "null", "true", "false", "[]", "{}", "[1..3]", "(<5)", "@\"2026-02-28\"", "@\"10:00:00@Europe/Berlin\"",
        "@\"2026-02-28T10:00:00+01:00\"", "@\"999999999-12-31T23:59:59\"", "@\"-999999999-01-01\"", "@\"P1DT1H\"",
        "@\"-P999999999Y\"", "@\"P99999999999999999D\"", "function(x) x", "sum", "?", "item", "c.x", "b[1]",
    ];

    private static readonly string[] Operators =
        ["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in", "..", ".", ",", ":", "instance of number", "between 1 and"];

    private static readonly string[] Functions =
    [
        "date", "time", "date and time", "duration", "years and months duration", "number", "string", "range", "to json",
        "from json", "to base64", "not", "is", "is defined", "get or else", "assert", "substring", "string length",
        "upper case", "substring before", "replace", "matches", "split", "extract", "string join", "decimal", "floor",
        "round up", "round half down", "abs", "modulo", "sqrt", "log", "exp", "odd", "list contains", "count", "min", "sum",
        "mean", "median", "mode", "stddev", "product", "all", "sublist", "append", "concatenate", "insert before", "remove",
        "list replace", "reverse", "index of", "union", "distinct values", "duplicate values", "flatten", "partition", "sort",
        "get value", "get entries", "context put", "context merge", "context", "day of year", "week of year", "month of year",
        "last day of month", "before", "overlaps", "includes", "coincides", "trim", "is empty", "last", "now", "today",
    ];

    [Fact]
    public void Whatever_is_written_is_refused_or_gives_a_value_that_can_be_stored()
    {
        var random = new Random(20260928);
        var compiled = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var text = Expression(random, 4);
            text = random.Next(4) == 0 ? Damage(random, text) : text;
            if (FeelExpression.TryCompile(text, out var expression, out _))
            {
                compiled++;
                Try(text, () =>
                {
                    var result = expression.EvaluateWithWarnings(Scope).Value;
                    Assert.Equal(result.ToJsonValue(), FeelJson.Parse(FeelJson.ToJson(result)));
                });
            }

            if (FeelUnaryTests.TryCompile(text, out var tests, out _))
            {
                Try(text, () => tests.Matches(FeelNumber.One, Scope));
            }
        }

        Assert.InRange(compiled, 3_000, 10_000);
    }

    private static void Try(string text, Action evaluate)
    {
        try
        {
            evaluate();
        }
        catch (FeelFailureException)
        {
            // A limit, or an assertion of the text itself, is an answer, too.
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"{text}\n{exception}");
        }
    }

    private static string Expression(Random random, int depth)
    {
        if (depth == 0)
        {
            return Pick(random, Atoms);
        }

        string Inner() => Expression(random, random.Next(depth));
        return random.Next(12) switch
        {
            0 => $"({Inner()})",
            1 => $"[{Inner()}, {Inner()}]",
            2 => $"{{x: {Inner()}, y: {Inner()}}}",
            3 => $"for i in {Inner()} return {Inner()}",
            4 => $"some i in {Inner()} satisfies {Inner()}",
            5 => $"if {Inner()} then {Inner()} else {Inner()}",
            6 => $"{Inner()}[{Inner()}]",
            7 => $"({Inner()} {Pick(random, Operators)} {Inner()})",
            _ => $"{Pick(random, Functions)}({string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Inner()))})",
        };
    }

    private static string Damage(Random random, string text)
    {
        var at = random.Next(text.Length);
        return random.Next(2) == 0 ? text.Remove(at, 1) : text.Insert(at, Pick(random, Operators));
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}

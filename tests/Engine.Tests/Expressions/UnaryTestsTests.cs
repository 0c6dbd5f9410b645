using Kommune.Workflow.Expressions;
using Xunit;
using static Kommune.Workflow.Engine.Tests.Expressions.Feel;

namespace Kommune.Workflow.Engine.Tests.Expressions;

public sealed class UnaryTestsTests
{
    [Theory]
    [InlineData("-", "null", true)]
    [InlineData("5", "5", true)]
    [InlineData("< 5", "4", true)]
    [InlineData("< 5, > 10", "7", false)]
    [InlineData("< 5, > 10", "11", true)]
    [InlineData("[1..5)", "5", false)]
    [InlineData("not(5)", "5", false)]
    [InlineData("not(< 5, > 10)", "7", true)]
    [InlineData("\"a\", \"b\"", "\"b\"", true)]
    [InlineData("[\"a\", \"b\"]", "\"b\"", true)]
    [InlineData("? > 3 and ? < 5", "4", true)]
    [InlineData("? > 3 and ? < 5", "5", false)]
    [InlineData("contains(?, \"aus\")", "\"Rathaus\"", true)]
    [InlineData("null", "null", true)]
    [InlineData("null", "1", false)]
    [InlineData("not(null)", "1", true)]
    [InlineData("true", "true", true)]
    [InlineData("false", "true", false)]
    [InlineData("-1", "-1", true)]
    [InlineData("2 + 3", "5", true)]
    [InlineData("< 5", "\"x\"", false)]
    [InlineData("> -3", "-2", true)]
    public void A_test_passes_the_inputs_it_describes(string tests, string inputJson, bool passes) =>
        Assert.Equal(passes, Matches(tests, inputJson));

    [Fact]
    public void Tests_see_the_variables_of_their_environment()
    {
        Assert.True(Matches("> limit", "5", """{"limit": 4}"""));
        Assert.True(Matches("allowed", "5", """{"allowed": [4, 5]}"""));
        Assert.True(Matches("limit > 3", "\"whatever\"", """{"limit": 4}"""));
        Assert.Equal(["limit"], FeelUnaryTests.Compile("> limit, ? = 3").FreeVariables);
    }

    [Fact]
    public void A_text_that_is_no_test_is_refused()
    {
        Assert.False(FeelUnaryTests.TryCompile("< ", out _, out var error));
        Assert.Equal("Expected an expression, but found the end.", error.Message);
        Assert.Throws<FeelSyntaxException>(() => FeelUnaryTests.Compile("not(1"));
    }
}

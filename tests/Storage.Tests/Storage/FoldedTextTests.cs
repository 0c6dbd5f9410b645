namespace Kommune.Workflow.Storage.Tests.Storage;

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("Müll", "MÜLL")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("STRAẞE", "straße")]
    [InlineData("Ångström Łódź Ñandú", "ångström ŁÓDŹ ñandú")]
    [InlineData("Mu\u0308ll", "Müll")]
    [InlineData("ΑΘΗΝΑ", "αθηνα")]
    public void Texts_that_differ_in_case_only_fold_to_the_same(string one, string other) =>
        Assert.Equal(FoldedText.Of(one), FoldedText.Of(other));

    [Theory]
    [InlineData("Mull", "Müll")]
    [InlineData("schon", "schön")]
    public void Umlauts_stay_letters_of_their_own(string one, string other) =>
        Assert.NotEqual(FoldedText.Of(one), FoldedText.Of(other));

    [Fact]
    public void Nothing_is_found_across_two_parts()
    {
        Assert.Equal("bauhof\nid-1", FoldedText.Of("Bauhof", null, "ID-1"));
        Assert.DoesNotContain(FoldedText.Of("hof\nID"), FoldedText.Of("Bauhof", "ID-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_no_database_stores_are_replaced()
    {
        Assert.Equal("a b", FoldedText.Of("a\0b"));
        Assert.Equal("ä\uFFFD", FoldedText.Of("Ä\uD800"));
    }

    [Fact]
    public void Only_the_beginning_of_a_long_text_is_searched() =>
        Assert.Equal(FoldedText.PartLengthMax, FoldedText.Of(new string('x', FoldedText.PartLengthMax + 1)).Length);
}

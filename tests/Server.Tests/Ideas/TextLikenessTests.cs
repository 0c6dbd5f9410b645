using Kommune.Workflow.Server.Ideas;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Ideas;

public class TextLikenessTests
{
    [Theory]
    [InlineData("Posteingang scannen", "Eingangspost scannen")]
    [InlineData("Bürger melden Schäden per App", "Schadensmeldung der Buerger mit einer App")]
    [InlineData("Die Post wird von Hand verteilt.", "Post von Hand verteilen")]
    public void Texts_about_the_same_are_likely_duplicates(string one, string other) =>
        Assert.True(Likeness(one, other) >= TextLikeness.LikelyDuplicate, $"{Likeness(one, other):0.00}");

    [Theory]
    [InlineData("Posteingang scannen", "Jungbäume bewässern")]
    [InlineData("Es gibt bisher kein Werkzeug für die Ämter", "Es gibt bisher keine Räume für die Vereine")]
    [InlineData("Posteingang scannen", "")]
    [InlineData("und oder aber", "und oder aber")]
    public void Texts_that_share_only_common_words_are_not(string one, string other) =>
        Assert.True(Likeness(one, other) < TextLikeness.LikelyDuplicate, $"{Likeness(one, other):0.00}");

    [Fact]
    public void Umlauts_equal_their_transcription() => Assert.Equal(1, Likeness("Gebäude für Füße", "GEBAEUDE fuer Fuesse"), 6);

    [Fact]
    public void Only_the_beginning_of_a_very_long_text_is_read() =>
        Assert.Equal(1, Likeness("Baum", "Baum" + new string(' ', TextLikeness.LengthMax) + "Haus"), 6);

    private static double Likeness(string one, string other) => TextLikeness.Of(one).To(TextLikeness.Of(other));
}

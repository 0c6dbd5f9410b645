using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Notices;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Notices;

public class NoticeTextTests
{
    private static readonly FeelContext Values = FeelContext.Of(
        ("titel", FeelString.Of("Digitale Poststelle")),
        ("betrag", FeelNumber.Of(1250)),
        ("ideen", FeelList.Of(FeelContext.Of(("nummer", FeelString.Of("ID-1"))), FeelContext.Of(("nummer", FeelString.Of("ID-2"))))));

    [Fact]
    public void The_first_line_is_the_subject_and_the_rest_the_body()
    {
        var text = NoticeText.Render(
            "t", "Betreff: Zu „{{ titel }}“\n\nGuten Tag,\n{% for i in ideen %}{{ i.nummer }} {% endfor %}\n", Values);

        Assert.Equal("Zu „Digitale Poststelle“", text.Subject);
        Assert.Equal("Guten Tag,\nID-1 ID-2\n", text.Body);
    }

    [Fact]
    public void A_value_with_a_line_break_cannot_add_to_the_subject()
    {
        var values = FeelContext.Of(("x", FeelString.Of("A\nBcc: b@example.org")));

        Assert.Equal("A", NoticeText.Render("t", "Betreff: {{ x }}", values).Subject);
    }

    [Theory]
    [InlineData("Guten Tag", "muss mit einer Zeile „Betreff: …“ beginnen")]
    [InlineData("Betreff: {% if %}", "lässt sich nicht ausfüllen")]
    [InlineData("Betreff: x\n{% include 'andere' %}", "lässt sich nicht ausfüllen")]
    [InlineData("Betreff: x\n{% for i in (1..100000000) %}a{% endfor %}", "lässt sich nicht ausfüllen")]
    [InlineData("Betreff: x\n{% for i in (1..9000) %}aaaaaaaaaa{% endfor %}", "länger als 64000 Zeichen")]
    public void A_text_that_is_wrong_or_beyond_a_limit_is_refused(string liquid, string reason)
    {
        var error = Assert.Throws<NoticeTextException>(() => NoticeText.Render("t", liquid, Values));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_is_too_long_is_refused() => Assert.Throws<NoticeTextException>(
        () => NoticeText.Render("t", "Betreff: x\n" + new string('a', NoticeText.TemplateLengthMax), Values));
}

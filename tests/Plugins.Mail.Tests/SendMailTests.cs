using Kommune.Workflow.Testing;
using Xunit;

namespace Kommune.Workflow.Plugins.Mail.Tests;

public sealed class SendMailTests : IDisposable
{
    private readonly PluginTest test = PluginTest.Of<MailPlugin>();

    public SendMailTests() => test.Deploy(
        "brief.bpmn",
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            targetNamespace="http://example.org">
        <process id="brief" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
        <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="mail-send"/><zeebe:ioMapping>
          <zeebe:input source="=empfaenger" target="to"/><zeebe:input source="=betreff" target="subject"/>
          <zeebe:input source="=&quot;Grüße&quot;" target="text"/><zeebe:input source="=anhaenge" target="attachments"/>
        </zeebe:ioMapping></extensionElements></serviceTask>
        <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>
        """);

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task A_task_sends_a_mail_with_a_key_that_lasts()
    {
        var @case = await test.StartAsync("brief", new { empfaenger = "a@example.org", betreff = "Müll", anhaenge = (string?)null });

        Assert.True(@case.IsFinished);
        var mail = Assert.Single(test.Mails);
        Assert.Equal(("Müll", "Grüße"), (mail.Subject, mail.Text));
        Assert.StartsWith("job:", mail.IdempotencyKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_in_one_text_are_taken_one_by_one()
    {
        await test.StartAsync("brief", new { empfaenger = "a@example.org, b@example.org", betreff = "x", anhaenge = (string?)null });

        Assert.Equal(["a@example.org", "b@example.org"], Assert.Single(test.Mails).To);
    }

    [Theory]
    [InlineData("a@example.org", "zwei\nZeilen", null, "eine Zeile")]
    [InlineData("", "x", null, "„An“ fehlt")]
    [InlineData("a@example.org", "x", "99", "keine Datei mit dem Schlüssel „99“")]
    public async Task What_cannot_become_a_mail_calls_a_person(string to, string subject, string? attachment, string reason)
    {
        var @case = await test.StartAsync("brief", new { empfaenger = to, betreff = subject, anhaenge = attachment });

        Assert.Contains(reason, Assert.Single(@case.Incidents), StringComparison.Ordinal);
        Assert.Empty(test.Mails);
    }

    [Fact]
    public async Task Without_a_mail_server_a_person_is_called_at_once()
    {
        test.MailIsOn = false;

        var @case = await test.StartAsync("brief", new { empfaenger = "a@example.org", betreff = "x", anhaenge = (string?)null });

        Assert.Contains("kein Mailserver", Assert.Single(@case.Incidents), StringComparison.Ordinal);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Testing;
using Xunit;

namespace Kommune.Workflow.Plugins.Mail.Tests;

public sealed class MailboxTests : IDisposable
{
    private const string Plain =
        """
        Message-ID: <1@example.org>
        Date: Mon, 04 May 2026 10:00:00 +0200
        From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <joerg@example.org>
        To: amt@stadt.example
        Subject: =?utf-8?q?M=C3=BClltonne_gestohlen?=
        Content-Type: text/plain; charset=utf-8

        Guten Tag,
        die Straße ist leer. Größe: 120 ℓ
        """;

    private readonly ImapTrap trap = new();
    private readonly PluginTest test = PluginTest.Of<MailPlugin>();
    private readonly Settings<MailboxSettings> settings = new(new MailboxSettingsValidator());
    private readonly Mailbox mailbox;

    public MailboxTests()
    {
        settings.Apply(new JsonObject
        {
            ["host"] = "127.0.0.1",
            ["port"] = trap.Port,
            ["security"] = "none",
            ["userName"] = "amt",
            ["password"] = "geheim",
            ["processId"] = "posteingang",
        });
        mailbox = new Mailbox(settings, test.Host);
    }

    public void Dispose()
    {
        test.Dispose();
        trap.Dispose();
    }

    [Fact]
    public async Task A_mail_starts_a_case_with_its_text_and_files_and_is_marked_as_read()
    {
        Publish();
        trap.Deliver(WithAttachments);

        await LookAsync();

        var @case = Assert.Single(test.Cases);
        Assert.Equal("joerg@example.org", (string?)@case.Variables["von"]);
        Assert.Equal("Jörg Müller", (string?)@case.Variables["vonName"]);
        Assert.Equal("Müllgebühren", (string?)@case.Variables["betreff"]);
        Assert.Equal("Anbei die Größe.", ((string?)@case.Variables["text"])!.Trim());
        Assert.Equal("2026-05-04T08:00:00Z", (string?)@case.Variables["eingangAm"]);
        Assert.Equal("""["Bescheid für Müller.txt","alt.eml"]""", Json(@case.Variables["anhaenge"]));
        Assert.Equal("Grüße", Encoding.UTF8.GetString(@case.Files[0].Content.Span));
        Assert.Contains("Subject: alt", Encoding.UTF8.GetString(@case.Files[1].Content.Span), StringComparison.Ordinal);
        Assert.Empty(trap.Unread);
        Assert.Null(mailbox.Problem);
    }

    [Fact]
    public async Task A_mail_that_was_delivered_twice_starts_one_case()
    {
        Publish();
        trap.Deliver("Received: by one\n" + Plain);
        trap.Deliver("Received: by two\n" + Plain);

        await LookAsync();

        Assert.Single(test.Cases);
        Assert.Empty(trap.Unread);
    }

    [Fact]
    public async Task Another_mail_under_the_same_id_is_not_taken_for_it()
    {
        Publish();
        trap.Deliver(Plain);
        trap.Deliver(Plain.Replace("joerg@", "fremd@", StringComparison.Ordinal));

        await LookAsync();

        Assert.Equal(2, test.Cases.Count);
    }

    [Fact]
    public async Task A_mail_read_again_after_the_connection_broke_starts_no_second_case()
    {
        Publish();
        trap.Deliver(Plain.Replace("Message-ID: <1@example.org>\n", "", StringComparison.Ordinal));
        trap.BreaksAtFlag = true;
        await Assert.ThrowsAnyAsync<Exception>(LookAsync);
        trap.BreaksAtFlag = false;

        await LookAsync();

        Assert.Single(test.Cases);
        Assert.Empty(trap.Unread);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_taken_stays_unread_is_named_and_holds_up_no_other()
    {
        trap.Deliver(Plain);
        await LookAsync();
        Assert.Contains("„posteingang“ ist nicht veröffentlicht", mailbox.Problem, StringComparison.Ordinal);
        Publish();
        trap.Deliver(Plain.Replace("<1@", "<2@", StringComparison.Ordinal));

        await LookAsync();
        Assert.Equal([1], trap.Unread);
        await test.AdvanceAsync(TimeSpan.FromMinutes(11));
        await LookAsync();

        Assert.Equal(2, test.Cases.Count);
        Assert.Empty(trap.Unread);
        Assert.Null(mailbox.Problem);
    }

    [Fact]
    public async Task A_mail_that_is_too_large_is_left_to_a_person()
    {
        Publish();
        trap.Deliver(Plain);
        trap.ToldSize = 60 * 1024 * 1024;

        await LookAsync();

        Assert.Empty(test.Cases);
        Assert.Equal([1], trap.Unread);
        Assert.Contains("60 MB", mailbox.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_mail_becomes_harmless_text_and_harmless_names()
    {
        Publish();
        trap.Deliver(Hostile);

        await LookAsync();

        var @case = Assert.Single(test.Cases);
        Assert.Equal("Hallo\nKlicken Sie & gewinnen", (string?)@case.Variables["text"]);
        Assert.Equal("Rechnunggpj.exe", (string?)@case.Variables["betreff"]);
        Assert.True((bool?)@case.Variables["automatisch"]);
        Assert.Null((string?)@case.Variables["eingangAm"]);
        Assert.Equal(["passwd", "anhang"], @case.Files.Select(file => file.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kein Kopf, nur Text")]
    public async Task What_is_no_mail_at_all_stays_unread_and_is_named(string content)
    {
        Publish();
        trap.Deliver(content);
        trap.Deliver(Plain);

        await LookAsync();

        Assert.Single(test.Cases);
        Assert.Equal([1], trap.Unread);
        Assert.StartsWith("1 E-Mail(s) liegen ungelesen", mailbox.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=x\n\n--x")]
    [InlineData("Subject: =?utf-8?b?////?=\nFrom: <<<@@>,,;\nDate: gestern\nContent-Transfer-Encoding: base64\n\n%%%")]
    public async Task A_broken_mail_is_taken_as_far_as_it_can_be_read(string mail)
    {
        Publish();
        trap.Deliver(mail);

        await LookAsync();

        Assert.Single(test.Cases);
        Assert.Empty(trap.Unread);
    }

    [Fact]
    public void A_password_never_goes_over_the_network_in_the_clear()
    {
        var errors = settings.Check(new JsonObject
        {
            ["host"] = "imap.stadt.example",
            ["security"] = "none",
            ["userName"] = "amt",
            ["processId"] = "p",
        });

        Assert.Contains("Rechner", Assert.Single(errors["security"]), StringComparison.Ordinal);
    }

    private static string WithAttachments =>
        """
        Message-ID: <7@example.org>
        Date: Mon, 04 May 2026 10:00:00 +0200
        From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <joerg@example.org>
        Subject: =?utf-8?b?TcO8bGxnZWLDvGhyZW4=?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=grenze

        --grenze
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Anbei die Gr=F6=DFe.
        --grenze
        Content-Type: text/plain; charset=utf-8
        Content-Disposition: attachment; filename*=utf-8''Bescheid%20f%C3%BCr%20M%C3%BCller.txt
        Content-Transfer-Encoding: base64

        R3LDvMOfZQ==
        --grenze
        Content-Type: message/rfc822
        Content-Disposition: attachment

        Subject: alt

        Früher
        --grenze--
        """;

    private static string Hostile =>
        """
        Message-ID: <8@example.org>
        From: a@example.org
        Auto-Submitted: auto-replied
        Subject: =?utf-8?q?Rechnung=E2=80=AEgpj=00.exe?=
        Content-Type: multipart/mixed; boundary=grenze

        --grenze
        Content-Type: text/html; charset=utf-8

        <title>x</title><p>Hallo<script>alert('<p>böse</p>')</script><style>p { }</style><div onclick="x()">Klicken Sie &amp; gewinnen</div>
        --grenze
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename="../../etc/passwd"

        x
        --grenze
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename=".."

        y
        --grenze--
        """;

    private void Publish() => test.Deploy(
        "posteingang.bpmn",
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://example.org">
        <process id="posteingang" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
        <userTask id="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>
        """);

    private Task LookAsync() => mailbox.LookAsync(TestContext.Current.CancellationToken);

    private static string Json(JsonNode? node) => System.Text.RegularExpressions.Regex.Unescape(node!.ToJsonString());
}

using System.Text;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Notices;
using Kommune.Workflow.Server.Tests.Ideas;
using MailKit.Security;
using Microsoft.AspNetCore.Hosting;
using MimeKit;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Notices;

public class MailTests
{
    private static readonly NoticeText Text = new("Ihre Idee „Grün“", "Guten Tag,\nes läuft.\n");

    [Fact]
    public async Task A_mail_reaches_the_server_with_subject_body_and_a_lasting_id()
    {
        using var trap = new MailTrap();

        await Outlet(trap.Port).SendAsync(To("Anna B. <anna@example.org>"), TestContext.Current.CancellationToken);

        using var mail = Read(await trap.NextAsync());
        Assert.Equal("Ihre Idee „Grün“", mail.Subject);
        Assert.Equal("Guten Tag,\nes läuft.", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("job.42@example.org", mail.MessageId);
        Assert.Equal("anna@example.org", Assert.Single(mail.To.Mailboxes).Address);
    }

    [Fact]
    public async Task Files_and_umlauts_arrive_as_they_were_sent()
    {
        using var trap = new MailTrap();
        byte[] bytes = [0, 255, 13, 10, 46, 13, 10];
        var mail = To("Jörg Müller <joerg@example.org>") with
        {
            Attachments = [new CaseFile("Bescheid für Müller.pdf", "application/pdf", bytes)],
        };

        await Outlet(trap.Port).SendAsync(mail, TestContext.Current.CancellationToken);

        using var received = Read(await trap.NextAsync());
        Assert.Equal("Jörg Müller", Assert.Single(received.To.Mailboxes).Name);
        var file = Assert.IsType<MimePart>(Assert.Single(received.Attachments));
        Assert.Equal("Bescheid für Müller.pdf", file.FileName);
        using var content = new MemoryStream();
        await file.Content!.DecodeToAsync(content, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, content.ToArray());
    }

    [Fact]
    public async Task A_refusal_of_the_server_is_told_in_German()
    {
        using var trap = new MailTrap(refusals: 1);

        var error = await Assert.ThrowsAsync<PluginException>(() =>
            Outlet(trap.Port).SendAsync(To("Anna B. <anna@example.org>"), TestContext.Current.CancellationToken));

        Assert.StartsWith("Die E-Mail konnte nicht versandt werden", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_valid_sender_or_recipient_nothing_is_tried()
    {
        var outlet = new MailOutlet(new MailSettings { Host = "127.0.0.1", Port = 1, From = "" });

        await Assert.ThrowsAsync<PluginException>(() =>
            outlet.SendAsync(To("Anna B. <anna@example.org>"), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<PluginException>(() =>
            Outlet(1).SendAsync(To("keine Adresse"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_author_of_an_idea_gets_a_mail_where_a_mail_server_is_set()
    {
        using var trap = new MailTrap();
        await using var server = new MailingServer(trap.Port);
        await server.InitializeAsync();
        using var admin = await server.SignInAsync("admin");
        using var agent = await server.SignInAsync("agent");
        var account = (await admin.GetAsync("/api/users?q=agent"))["rows"]!.AsArray().Single(u => (string)u!["userName"]! == "agent")!;
        account["email"] = "agent@example.org";
        account["groups"] = new System.Text.Json.Nodes.JsonArray("change-agents");
        await admin.DoAsync(HttpMethod.Put, "/api/users/agent", account.ToJsonString());

        var idea = await IdeaServer.EnterAsync(agent, "Grüne Dächer");

        using var mail = Read(await trap.NextAsync());
        Assert.Equal("Ihre Idee „Grüne Dächer“ ist im Ideenspeicher", mail.Subject);
        Assert.Contains($"https://workflow.example.org/ideen/{idea}", mail.TextBody, StringComparison.Ordinal);
    }

    private static Mail To(string address) =>
        new() { To = [address], Subject = Text.Subject, Text = Text.Body, IdempotencyKey = "job:42" };

    private static MimeMessage Read(string mail) =>
        MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail)), TestContext.Current.CancellationToken);

    private static MailOutlet Outlet(int port) => new(new MailSettings
    {
        Host = "127.0.0.1",
        Port = port,
        Security = SecureSocketOptions.None,
        From = "Stadtverwaltung <workflow@example.org>",
    });

    private sealed class MailingServer(int port) : ProceduresServer(postgres: false)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Mail:Host", "127.0.0.1");
            builder.UseSetting("Mail:Port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
            builder.UseSetting("Mail:Security", "None");
            builder.UseSetting("Mail:From", "Stadtverwaltung <workflow@example.org>");
            builder.UseSetting("Mail:PublicUrl", "https://workflow.example.org/");
        }
    }
}

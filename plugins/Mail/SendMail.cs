using FluentValidation;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mail;

/// <summary>What a mail takes.</summary>
public sealed record SendMailInputs
{
    /// <summary>The recipients.</summary>
    [Field("An", Help = "Adressen, durch Komma getrennt.")]
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Who gets a copy.</summary>
    [Field("Kopie an", Help = "Adressen, durch Komma getrennt.")]
    public IReadOnlyList<string> Copy { get; init; } = [];

    /// <summary>Where answers go.</summary>
    [Field("Antwort an", Help = "Eine Adresse; ohne Angabe gehen Antworten an den Absender.")]
    public string? ReplyTo { get; init; }

    /// <summary>The subject.</summary>
    [Field("Betreff")]
    public required string Subject { get; init; }

    /// <summary>The text.</summary>
    [Field("Text", Multiline = true)]
    public required string Text { get; init; }

    /// <summary>Keys of files of the case.</summary>
    [Field("Anhänge", Help = "Schlüssel von Dateien des Vorgangs.")]
    public IReadOnlyList<string> Attachments { get; init; } = [];
}

internal sealed class SendMailInputsValidator : AbstractValidator<SendMailInputs>
{
    public const int RecipientsMax = 50;
    private const int SubjectLengthMax = 200;

    public SendMailInputsValidator()
    {
        RuleFor(mail => mail.To).NotEmpty().Must(to => to.Count <= RecipientsMax).WithMessage($"Höchstens {RecipientsMax} Adressen.");
        RuleFor(mail => mail.Subject).MaximumLength(SubjectLengthMax).Must(subject => !subject.Contains('\n'))
            .WithMessage("Der Betreff ist eine Zeile.");
    }
}

/// <summary>Sends a mail through the mail server that the operator has set up.</summary>
internal sealed class SendMail(IPluginHost host) : Activity<SendMailInputs, Nothing>
{
    private const int RetryMinutesMax = 60;
    private const int RetriesWithGrowingPause = 8;

    public override ActivityDescription Description { get; } = new()
    {
        Type = "mail-send",
        Name = "E-Mail senden",
        Description = "Schickt eine E-Mail, auf Wunsch mit Dateien des Vorgangs.",
        Icon = "mail",
    };

    protected override IValidator<SendMailInputs> Validator { get; } = new SendMailInputsValidator();

    protected override async Task<ActivityResult<Nothing>> ExecuteAsync(
        SendMailInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        if (!host.Mails.IsOn)
        {
            return Stuck("Es ist kein Mailserver eingerichtet (Mail:Host).");
        }

        var files = new List<CaseFile>();
        foreach (var key in inputs.Attachments)
        {
            if (await host.Files.ReadAsync(context.Job.InstanceKey, key, cancellationToken).ConfigureAwait(false) is not { } file)
            {
                return Stuck($"Der Vorgang hat keine Datei mit dem Schlüssel „{key}“.");
            }

            files.Add(file);
        }

        var mail = new Sdk.Mail
        {
            To = inputs.To,
            Copy = inputs.Copy,
            ReplyTo = inputs.ReplyTo,
            Subject = inputs.Subject,
            Text = inputs.Text,
            Attachments = files,
            IdempotencyKey = context.IdempotencyKey,
        };
        try
        {
            await host.Mails.SendAsync(mail, cancellationToken).ConfigureAwait(false);
            return Completed();
        }
        catch (PluginException exception)
        {
            // A mail server may be away for hours: 1, 2, 4, … minutes, then every hour, then a person looks.
            var minutes = Math.Min(Math.Pow(2, Math.Max(0, RetriesWithGrowingPause - context.Job.Retries)), RetryMinutesMax);
            return Failed(exception.Message, TimeSpan.FromMinutes(minutes));
        }
    }
}

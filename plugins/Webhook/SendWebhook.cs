using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Webhook;

/// <summary>What a delivery takes.</summary>
public sealed record SendWebhookInputs
{
    /// <summary>The name of a target in the plugin's settings.</summary>
    [Field("Ziel", Help = "Name eines Ziels aus den Einstellungen der Erweiterung.")]
    public required string Target { get; init; }

    /// <summary>What happened.</summary>
    [Field("Art", Help = "Was geschehen ist, zum Beispiel antrag.bewilligt.")]
    public required string Kind { get; init; }

    /// <summary>The content.</summary>
    [Field("Daten", Help = "Was mitgeschickt wird.")]
    public JsonNode? Data { get; init; }
}

/// <summary>What a delivery gives.</summary>
public sealed record SendWebhookOutputs([property: Field("Status", Help = "Antwort des Ziels, zum Beispiel 200.")] int Status);

/// <summary>Sends a signed delivery. The job is its outbox: it lasts, and is tried again until the target takes it.</summary>
internal sealed class SendWebhook(Settings<WebhookSettings> settings, TimeProvider clock)
    : Activity<SendWebhookInputs, SendWebhookOutputs>, IDisposable
{
    // A target that moves is told to the operator: a signed delivery is not sent elsewhere.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public override ActivityDescription Description { get; } = new()
    {
        Type = "webhook-send",
        Name = "Webhook senden",
        Description = "Meldet einer anderen Anwendung, dass etwas geschehen ist, unterschrieben und mit Wiederholungen.",
        Icon = "signal",
    };

    public void Dispose() => http.Dispose();

    protected override async Task<ActivityResult<SendWebhookOutputs>> ExecuteAsync(
        SendWebhookInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        var current = settings.Current;
        if (current.Target(inputs.Target) is not { } target || current.Secret(inputs.Target) is not { } secret)
        {
            return Stuck($"Das Ziel „{inputs.Target}“ steht nicht, oder ohne Geheimnis, in den Einstellungen der Erweiterung „Webhooks“.");
        }

        using var request = Request(target, secret, inputs, context);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(current.Timeout);
        try
        {
            using var response = await http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? Completed(new SendWebhookOutputs((int)response.StatusCode))
                : Failed($"Das Ziel „{inputs.Target}“ hat mit {(int)response.StatusCode} geantwortet.");
        }
        catch (HttpRequestException exception)
        {
            return Failed($"Das Ziel „{inputs.Target}“ ist nicht erreichbar: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"Das Ziel „{inputs.Target}“ hat nicht rechtzeitig geantwortet.");
        }
    }

    private HttpRequestMessage Request(Uri target, string secret, SendWebhookInputs inputs, ActivityContext context)
    {
        var at = clock.GetUtcNow();
        var id = context.IdempotencyKey;
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = inputs.Kind,
            ["timestamp"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["data"] = inputs.Data?.DeepClone(),
        }.ToJsonString());
        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(Signature.IdHeader, id);
        request.Headers.Add(Signature.TimestampHeader, Signature.Seconds(at));
        request.Headers.Add(Signature.SignatureHeader, Signature.Sign(secret, id, at, body));
        return request;
    }
}

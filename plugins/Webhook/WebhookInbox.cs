using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Webhook;

/// <summary>Takes deliveries in: each delivery id does its work once, however often it is sent.</summary>
/// <remarks>Unknown inlets and wrong signatures get the same answer: nobody can find out which inlets there are.</remarks>
internal sealed class WebhookInbox(Settings<WebhookSettings> settings, IPluginHost host)
{
    private const int IdLengthMax = 150;
    private const string Bearer = "Bearer ";

    public async Task<PluginResponse> TakeAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        var name = request.Route["name"];
        var current = settings.Current;
        if (current.Inlet(name) is not { } inlet || current.Secret(name) is not { } secret || !IsAllowed(request, secret))
        {
            return PluginResponse.Refused(401, "Diese Sendung ist nicht (richtig) unterschrieben.");
        }

        if (!request.Headers.TryGetValue(Signature.IdHeader, out var id) || id.Length is 0 or > IdLengthMax)
        {
            return PluginResponse.Refused(
                400, $"Es fehlt die Kopfzeile „{Signature.IdHeader}“ mit der Kennung der Sendung, höchstens {IdLengthMax} Zeichen.");
        }

        if (Content(request) is not { } content)
        {
            return PluginResponse.Refused(400, "Der Inhalt der Sendung ist kein JSON-Objekt.");
        }

        return await ActAsync(inlet, $"{name}/{id}", content, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PluginResponse> ActAsync(Inlet inlet, string key, JsonObject content, CancellationToken cancellationToken)
    {
        if (inlet.Starts)
        {
            return await host.Processes.StartAsync(inlet.Name, content, key, cancellationToken).ConfigureAwait(false) is { } started
                ? PluginResponse.Json(new { vorgang = started.ToString(System.Globalization.CultureInfo.InvariantCulture) }, 202)
                : PluginResponse.Refused(503, "Das Verfahren zu diesem Eingang ist nicht veröffentlicht. Bitte später erneut senden.");
        }

        await host.Processes.PublishAsync(
            new ProcessMessage
            {
                Name = inlet.Name,
                CorrelationKey = inlet.CorrelationKey is { } expression
                    ? host.Expressions.Evaluate(expression, content)?.ToString() ?? ""
                    : "",
                IdempotencyKey = key,
                Variables = content,
                TimeToLive = TimeSpan.FromHours(1),
            },
            cancellationToken).ConfigureAwait(false);
        return new PluginResponse { Status = 202 };
    }

    private bool IsAllowed(PluginRequest request, string secret)
    {
        var headers = request.Headers;
        return headers.TryGetValue(Signature.SignatureHeader, out var signatures)
            ? Signature.IsValid(
                secret,
                headers.GetValueOrDefault(Signature.IdHeader, ""),
                headers.GetValueOrDefault(Signature.TimestampHeader, ""),
                signatures,
                host.Clock.GetUtcNow(),
                request.Body.Span)
            : headers.TryGetValue("Authorization", out var authorization)
                && authorization.StartsWith(Bearer, StringComparison.Ordinal)
                && Signature.IsToken(secret, authorization[Bearer.Length..]);
    }

    private static JsonObject? Content(PluginRequest request)
    {
        try
        {
            return JsonNode.Parse(request.Body.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

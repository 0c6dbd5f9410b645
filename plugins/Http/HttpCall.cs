using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Http;

/// <summary>What an HTTP call takes.</summary>
public sealed record HttpCallInputs
{
    /// <summary>The address.</summary>
    [Field("Adresse", Help = "Vollständige Adresse mit https://")]
    public required Uri Url { get; init; }

    /// <summary>The method.</summary>
    [Field("Methode", Choices = ["GET", "POST", "PUT", "PATCH", "DELETE"], Default = "GET")]
    public string Method { get; init; } = "GET";

    /// <summary>The body.</summary>
    [Field("Inhalt", Help = "Wird als JSON gesendet; ein Text so, wie er ist.")]
    public JsonNode? Body { get; init; }

    /// <summary>Further headers.</summary>
    [Field("Kopfzeilen", Help = "Kontext aus Namen und Werten, zum Beispiel {\"Accept-Language\": \"de\"}.")]
    public JsonObject? Headers { get; init; }

    /// <summary>The name of a credential in the plugin's settings.</summary>
    [Field("Zugang", Help = "Name eines Zugangs aus den Einstellungen der Erweiterung.")]
    public string? Credential { get; init; }
}

/// <summary>What an HTTP call gives.</summary>
public sealed record HttpCallOutputs
{
    /// <summary>The status.</summary>
    [Field("Status", Help = "Zum Beispiel 200.")]
    public required int Status { get; init; }

    /// <summary>The answer.</summary>
    [Field("Antwort", Help = "JSON als Wert, anderes als Text.")]
    public required JsonNode? Answer { get; init; }
}

/// <summary>Calls another application.</summary>
/// <remarks>
/// 2xx completes. 408, 425, 429, 5xx and failures on the way are tried again, after the time the answer asks for. Other statuses end in
/// the error <c>HTTP_ERROR</c> for the model. Every attempt carries the same <c>Idempotency-Key</c>.
/// </remarks>
internal sealed class HttpCall(GuardedHttp http) : Activity<HttpCallInputs, HttpCallOutputs>
{
    public const string ErrorCode = "HTTP_ERROR";

    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(1);

    public override ActivityDescription Description { get; } = new()
    {
        Type = "http-call",
        Name = "HTTP-Aufruf",
        Description = "Ruft eine andere Anwendung auf und übernimmt ihre Antwort.",
        Icon = "globe",
        Outcomes = [new Outcome(ErrorCode, "Die andere Anwendung lehnt ab", IsError: true)],
    };

    protected override async Task<ActivityResult<HttpCallOutputs>> ExecuteAsync(
        HttpCallInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await http.SendAsync(() => Request(inputs, context), cancellationToken).ConfigureAwait(false);
            return answer.Status switch
            {
                >= 200 and < 300 => Completed(new HttpCallOutputs { Status = answer.Status, Answer = Value(answer) }),
                408 or 425 or 429 or >= 500 => Failed($"Das Ziel hat mit {answer.Status} geantwortet.", Pause(answer.RetryAfter)),
                _ => Error(ErrorCode, $"Das Ziel hat mit {answer.Status} geantwortet."),
            };
        }
        catch (ForbiddenTargetException exception)
        {
            return Stuck(exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception.Message);
        }
    }

    private HttpRequestMessage Request(HttpCallInputs inputs, ActivityContext context)
    {
        var request = new HttpRequestMessage(new HttpMethod(inputs.Method), inputs.Url);
        request.Headers.Add("Idempotency-Key", context.IdempotencyKey);
        foreach (var (name, value) in inputs.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value?.ToString());
        }

        if (inputs.Credential is { } credential)
        {
            request.Headers.TryAddWithoutValidation("Authorization", http.Credential(credential));
        }

        if (inputs.Body is { } body)
        {
            var isText = body.GetValueKind() == JsonValueKind.String;
            request.Content = new StringContent(
                isText ? body.GetValue<string>() : body.ToJsonString(), Encoding.UTF8, isText ? "text/plain" : "application/json");
        }

        return request;
    }

    private static JsonNode? Value(HttpAnswer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Content);
        if (answer.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return text.Length == 0 ? null : JsonValue.Create(text);
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static TimeSpan? Pause(RetryConditionHeaderValue? retryAfter) => retryAfter?.Delta is { } delta && delta > TimeSpan.Zero
        ? (delta < RetryAfterMax ? delta : RetryAfterMax)
        : null;
}

using System.Diagnostics;
using System.Text.Json;
using Kommune.Workflow.Runtime;
using Microsoft.AspNetCore.Diagnostics;

namespace Kommune.Workflow.Server.Problems;

/// <summary>Turns whatever ends a request early into one <c>application/problem+json</c> answer.</summary>
internal static class ProblemAnswers
{
    /// <summary>When a caller should try again whom a full queue turned away.</summary>
    private const string BusyRetrySeconds = "1";

    public static void UseProblemAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => Write(context, From(context.Features.Get<IExceptionHandlerFeature>()!.Error)),
            // The caller's fault and a full queue are no errors of ours.
            SuppressDiagnosticsCallback = failure => From(failure.Exception).Status is < 500 or 503,
        });
        app.UseStatusCodePages(page => IsApi(page.HttpContext)
            ? Write(page.HttpContext, FromStatus(page.HttpContext))
            : Task.CompletedTask);
    }

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || IsClusterApi(context);

    private static bool IsClusterApi(HttpContext context) => context.Request.Path.StartsWithSegments("/v2");

    private static ProblemException From(Exception error) => error switch
    {
        ProblemException problem => problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(
            StatusCodes.Status413PayloadTooLarge,
            "TOO_LARGE",
            "Expected a request within the size limit, but it is larger.",
            "Die Anfrage ist zu groß."),
        BadHttpRequestException bad => new(
            bad.StatusCode, "INVALID_ARGUMENT", Explain(bad), "Die Anfrage ist nicht gültig: " + Explain(bad)),
        JsonException json => Problem.Invalid(Explain(json), "Die Anfrage ist kein gültiges JSON: " + Explain(json)),
        EngineBusyException busy => new(
            StatusCodes.Status503ServiceUnavailable,
            "RESOURCE_EXHAUSTED",
            busy.Message,
            "Das System ist gerade ausgelastet. Bitte versuchen Sie es gleich noch einmal."),
        OperationCanceledException => new(499, "CANCELLED", "The caller went away."),
        _ => new(
            StatusCodes.Status500InternalServerError,
            "INTERNAL_ERROR",
            "An unexpected error occurred; it was logged with the trace id.",
            "Es ist ein unerwarteter Fehler aufgetreten. Nennen Sie der Betreuung bitte die Kennung."),
    };

    private static string Explain(Exception error) => (error as JsonException ?? error.InnerException as JsonException) is { } json
        ? $"Expected other JSON at {json.Path ?? "$"}, line {json.LineNumber + 1}{Missing(json)}."
        : error.Message;

    /// <summary>The names of required properties that are absent: the serializer tells them in its message only.</summary>
    private static string Missing(JsonException json)
    {
        const string Mark = "missing required properties including:";
        var at = json.Message.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? "" : "; missing:" + json.Message[(at + Mark.Length)..].Split('.')[0];
    }

    private static ProblemException FromStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => new(
            401, "UNAUTHORIZED", "Expected a signed-in caller, but there is none.", "Bitte melden Sie sich an."),
        StatusCodes.Status403Forbidden => Problem.Forbidden("Dafür fehlt Ihnen die Berechtigung."),
        StatusCodes.Status404NotFound => new(
            404, "NOT_FOUND", "Expected a known resource, but there is none at this address.", "Diese Adresse gibt es nicht."),
        StatusCodes.Status405MethodNotAllowed => new(
            405, "METHOD_NOT_ALLOWED", "Expected another method at this address.", "Diese Methode ist hier nicht erlaubt."),
        StatusCodes.Status415UnsupportedMediaType => new(
            415, "UNSUPPORTED_MEDIA_TYPE", "Expected JSON, but the content type is another.", "Erwartet wird JSON."),
        StatusCodes.Status429TooManyRequests => new(
            429, "TOO_MANY_REQUESTS", "Expected fewer requests in this time.", "Zu viele Versuche. Bitte warten Sie eine Minute."),
        var status => new(status, "INVALID_ARGUMENT", "Expected a valid request, but it is not.", "Die Anfrage ist nicht gültig."),
    };

    private static Task Write(HttpContext context, ProblemException problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = BusyRetrySeconds;
        }

        var answer = new Dictionary<string, object?>
        {
            ["type"] = "about:blank",
            ["title"] = problem.Title,
            ["status"] = problem.Status,
            ["detail"] = IsClusterApi(context) ? problem.Message : problem.German,
            ["instance"] = context.Request.Path.Value ?? "/",
        };
        if (!IsClusterApi(context))
        {
            answer["traceId"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
            if (problem.Errors is not null)
            {
                answer["errors"] = problem.Errors;
            }

            if (problem.Groups is not null)
            {
                answer["groups"] = problem.Groups;
            }

            foreach (var (name, value) in problem.More ?? new Dictionary<string, object?>())
            {
                answer[name] = value;
            }
        }

        return context.Response.WriteAsJsonAsync(answer, options: null, "application/problem+json", context.RequestAborted);
    }
}

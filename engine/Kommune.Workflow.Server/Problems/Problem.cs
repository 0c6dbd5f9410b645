using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Server.Problems;

/// <summary>Why a request is not answered as asked: ends the request with problem details (RFC 9457).</summary>
/// <remarks>
/// <c>detail</c> is a German sentence under <c>/api</c>; under <c>/v2</c>, whose callers are programs, it is
/// «Expected to …, but …».
/// </remarks>
public sealed class ProblemException : Exception
{
    public ProblemException(int status, string title, string detail, string? german = null)
        : base(detail)
    {
        Status = status;
        Title = title;
        German = german ?? detail;
    }

    public int Status { get; }

    /// <summary>A short code such as <c>NOT_FOUND</c>.</summary>
    public string Title { get; }

    public string German { get; }

    /// <summary>Sentences per field of a form.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>On 403: names of the groups that are responsible.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Further members that this problem's page of the API describes.</summary>
    public IReadOnlyDictionary<string, object?>? More { get; init; }
}

/// <summary>The problems that occur in many places.</summary>
public static class Problem
{
    public static ProblemException Invalid(string detail, string? german = null) =>
        new(StatusCodes.Status400BadRequest, "INVALID_ARGUMENT", detail, german);

    public static ProblemException NotFound(string kind, object key) => new(
        StatusCodes.Status404NotFound,
        "NOT_FOUND",
        $"Expected to find {kind} with key '{key}', but there is none.",
        "Das Gesuchte gibt es nicht (mehr).");

    public static ProblemException Forbidden(string german, IReadOnlyList<string>? groups = null) => new(
        StatusCodes.Status403Forbidden,
        "FORBIDDEN",
        "Expected a caller with the needed permission, but the caller has not.",
        german)
    { Groups = groups };

    public static ProblemException Conflict(string detail, string? german = null) =>
        new(StatusCodes.Status409Conflict, "INVALID_STATE", detail, german);

    public static ProblemException Unprocessable(IReadOnlyDictionary<string, string[]> errors) => new(
        StatusCodes.Status422UnprocessableEntity,
        "VALIDATION_FAILED",
        $"Expected valid values, but found errors in: {string.Join(", ", errors.Keys)}.",
        "Bitte prüfen Sie die markierten Angaben.")
    { Errors = errors };

    public static ProblemException Unprocessable(string field, string german) =>
        Unprocessable(new Dictionary<string, string[]> { [field] = [german] });

    /// <summary>The engine's no as a problem; nothing changed.</summary>
    public static ProblemException From(Rejection rejection) => rejection.Code switch
    {
        RejectionCode.NotFound => new(StatusCodes.Status404NotFound, "NOT_FOUND", rejection.Message, rejection.Notice),
        RejectionCode.InvalidState => new(StatusCodes.Status409Conflict, "INVALID_STATE", rejection.Message, rejection.Notice),
        RejectionCode.FourEyes => new(StatusCodes.Status409Conflict, "FOUR_EYES", rejection.Message, rejection.Notice),
        _ => new(StatusCodes.Status400BadRequest, "INVALID_ARGUMENT", rejection.Message, rejection.Notice),
    };
}

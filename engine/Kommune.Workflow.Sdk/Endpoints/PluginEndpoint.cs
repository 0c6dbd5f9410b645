using System.Text;
using System.Text.Json;

namespace Kommune.Workflow.Sdk;

/// <summary>An address under <c>/api/plugins/{id}/</c>.</summary>
public sealed record PluginEndpoint
{
    /// <summary>The HTTP method, such as <c>GET</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The path below the plugin's, with parts in braces: <c>devices/{key}</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Who may call it.</summary>
    public required Access Access { get; init; }

    /// <summary>Answers a request. An exception is answered with 500 and logged.</summary>
    public required Func<PluginRequest, CancellationToken, Task<PluginResponse>> Handle { get; init; }

    /// <summary>The largest body in bytes, at most 25 MB; a larger one is refused with 413.</summary>
    public int BodyBytesMax { get; init; } = 1024 * 1024;
}

/// <summary>Who may call an endpoint.</summary>
/// <param name="Kind">The kind of access.</param>
/// <param name="Permission">The permission needed, for <see cref="AccessKind.Permission"/>.</param>
public sealed record Access(AccessKind Kind, string? Permission = null)
{
    /// <summary>Everybody, without signing in; at most 600 requests a minute and address. The endpoint checks for itself.</summary>
    public static Access Anyone { get; } = new(AccessKind.Anyone);

    /// <summary>Everybody signed in, people and programs.</summary>
    public static Access SignedIn { get; } = new(AccessKind.SignedIn);

    /// <summary>Those with a permission.</summary>
    /// <param name="permission"><c>operations</c>, <c>administration</c>, <c>deploy</c>, <c>shareViews</c> or <c>integration</c>.</param>
    public static Access With(string permission) => new(AccessKind.Permission, permission);
}

/// <summary>Kinds of access.</summary>
public enum AccessKind
{
    /// <summary>Without signing in.</summary>
    Anyone,

    /// <summary>Signed in.</summary>
    SignedIn,

    /// <summary>With a permission.</summary>
    Permission,
}

/// <summary>A request to a plugin.</summary>
public sealed record PluginRequest
{
    /// <summary>The parts of the path in braces.</summary>
    public required IReadOnlyDictionary<string, string> Route { get; init; }

    /// <summary>The query; of a name given several times the last value.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers, names without regard to case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, complete.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Who asks; null for <see cref="AccessKind.Anyone"/>.</summary>
    public required PluginCaller? Caller { get; init; }

    /// <summary>The body as JSON.</summary>
    /// <typeparam name="T">What is expected.</typeparam>
    /// <exception cref="JsonException">The body is something else; unhandled it is answered with 400.</exception>
    public T ReadJson<T>() => JsonSerializer.Deserialize<T>(Body.Span, Fields.Json)
        ?? throw new JsonException("Expected a value, but found null.");
}

/// <summary>Who sends a request.</summary>
/// <param name="UserId">The account's name; for a program <c>key:</c> and the name of its key.</param>
/// <param name="Name">As shown.</param>
/// <param name="Groups">Ids of its groups.</param>
/// <param name="Permissions">What it may do.</param>
public sealed record PluginCaller(
    string UserId, string Name, IReadOnlyList<string> Groups, IReadOnlySet<string> Permissions);

/// <summary>An answer of a plugin.</summary>
public sealed record PluginResponse
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The media type of the body; null without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes the body; null without one.</summary>
    public Func<Stream, CancellationToken, Task>? Body { get; init; }

    /// <summary>A German sentence why the request is refused, answered as problem details; null for other answers.</summary>
    public string? Problem { get; init; }

    /// <summary>Sentences per field, with <see cref="Problem"/>.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>204.</summary>
    public static PluginResponse Empty { get; } = new() { Status = 204 };

    /// <summary>A value as JSON.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="status">The HTTP status.</param>
    public static PluginResponse Json<T>(T value, int status = 200) => Bytes(
        JsonSerializer.SerializeToUtf8Bytes(value, Fields.Json), "application/json", status);

    /// <summary>A plain text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="status">The HTTP status.</param>
    public static PluginResponse Text(string text, int status = 200) =>
        Bytes(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", status);

    /// <summary>Any content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="status">The HTTP status.</param>
    public static PluginResponse Bytes(ReadOnlyMemory<byte> content, string contentType, int status = 200) => new()
    {
        Status = status,
        ContentType = contentType,
        Body = (stream, cancellationToken) => stream.WriteAsync(content, cancellationToken).AsTask(),
    };

    /// <summary>A refusal as problem details (RFC 9457).</summary>
    /// <param name="status">The HTTP status, from 400.</param>
    /// <param name="german">Why, and what the caller can do, in German.</param>
    /// <param name="errors">Sentences per field; null for none.</param>
    public static PluginResponse Refused(
        int status, string german, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new() { Status = status, Problem = german, Errors = errors };
}

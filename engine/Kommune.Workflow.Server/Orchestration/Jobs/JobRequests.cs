using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A worker's wish for jobs. Durations are in milliseconds.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobActivationRequest
{
    public required string Type { get; init; }
    public string? Worker { get; init; }

    /// <summary>How long nobody else gets the jobs.</summary>
    public required long Timeout { get; init; }
    public required int MaxJobsToActivate { get; init; }

    /// <summary>Names of the variables wanted; all visible ones without.</summary>
    public IReadOnlyList<string>? FetchVariable { get; init; }

    /// <summary>How long to wait when there are none: 0 for the default, negative for not at all.</summary>
    public long RequestTimeout { get; init; }
    public IReadOnlyList<string>? TenantIds { get; init; }
    [JsonConverter(typeof(WireEnum<TenantFilter>))]
    public TenantFilter TenantFilter { get; init; }
}

public enum TenantFilter
{
    Provided,
    Assigned,
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobCompletionRequest
{
    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }

    /// <summary>Must be absent: results of listeners and ad-hoc sub-processes are not supported.</summary>
    public JsonElement? Result { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobFailRequest
{
    /// <summary>Attempts left; with none an incident waits for a person.</summary>
    public int Retries { get; init; }
    public string? ErrorMessage { get; init; }

    /// <summary>Milliseconds until the next attempt.</summary>
    public long RetryBackOff { get; init; }

    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobErrorRequest
{
    public required string ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }

    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobUpdateRequest(JobChangeset Changeset, long? OperationReference);

/// <summary>New values; null keeps one. The timeout is in milliseconds from now.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobChangeset(int? Retries, long? Timeout);

public sealed record JobActivationResult(IReadOnlyList<ActivatedJobResult> Jobs);

/// <summary>A job leased to a worker; the deadline is in milliseconds since 1970.</summary>
public sealed record ActivatedJobResult(
    string JobKey,
    string Type,
    [property: JsonConverter(typeof(WireEnum<JobKind>))] JobKind Kind,
    [property: JsonConverter(typeof(WireEnum<JobListenerEventType>))] JobListenerEventType ListenerEventType,
    string Worker,
    int Retries,
    long Deadline,
    [property: JsonConverter(typeof(VariablesJson))] FeelContext Variables,
    IReadOnlyDictionary<string, string> CustomHeaders,
    object? UserTask,
    string ElementId,
    string ElementInstanceKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    int ProcessDefinitionVersion,
    IReadOnlyList<string> Tags,
    string TenantId);

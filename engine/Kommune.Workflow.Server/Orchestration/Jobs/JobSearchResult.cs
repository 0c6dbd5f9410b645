using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A job that is not done yet: ended jobs are not kept.</summary>
public sealed record JobSearchResult(
    string JobKey,
    string Type,
    [property: JsonConverter(typeof(WireEnum<JobState>))] JobState State,
    [property: JsonConverter(typeof(WireEnum<JobKind>))] JobKind Kind,
    [property: JsonConverter(typeof(WireEnum<JobListenerEventType>))] JobListenerEventType ListenerEventType,
    int Retries,
    bool HasFailedWithRetriesLeft,
    string Worker,
    DateTime? Deadline,
    string? ErrorCode,
    string? ErrorMessage,
    bool? IsDenied,
    string? DeniedReason,
    IReadOnlyDictionary<string, string> CustomHeaders,
    string ElementId,
    string ElementInstanceKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    DateTime? CreationTime,
    DateTime? LastUpdateTime,
    DateTime? EndTime,
    string TenantId)
{
    internal static JobSearchResult Of(JobView view, IReadOnlyDictionary<string, string> headers) => new(
        ClusterKey.Text(view.Job.Key),
        view.Job.Type,
        view.Job.ErrorMessage is null ? JobState.Created : JobState.Failed,
        JobKind.BpmnElement,
        JobListenerEventType.Unspecified,
        view.Job.Retries,
        view.Job.ErrorMessage is not null && view.Job.Retries > 0,
        view.Job.Worker ?? "",
        WireTime.Of(view.Job.LockedUntil),
        ErrorCode: null,
        view.Job.ErrorMessage,
        IsDenied: false,
        DeniedReason: null,
        headers,
        view.Job.ElementId,
        ClusterKey.Text(view.Job.ElementInstanceKey),
        ClusterKey.Text(view.Job.InstanceKey),
        ClusterKey.Text(view.Instance.RootKey),
        ClusterKey.Text(view.Job.DefinitionKey),
        view.Job.ProcessId,
        view.Job.CreatedAt.UtcDateTime,
        LastUpdateTime: null,
        EndTime: null,
        view.Job.TenantId);
}

public enum JobState
{
    Canceled,
    Completed,
    Created,
    ErrorThrown,
    Failed,
    Migrated,
    RetriesUpdated,
    TimedOut,
}

public enum JobKind
{
    BpmnElement,
    ExecutionListener,
    TaskListener,
    AdHocSubProcess,
}

public enum JobListenerEventType
{
    Unspecified,
    Assigning,
    Canceling,
    Completing,
    Creating,
    End,
    Start,
    Updating,
}

/// <summary>A job with the instance it belongs to.</summary>
internal sealed class JobView
{
    public required JobRow Job { get; init; }
    public required InstanceRow Instance { get; init; }
}

internal static class JobSearch
{
    private static readonly SearchFields<JobView> Fields = new SearchFields<JobView>(v => v.Job.Key)
        .Key("jobKey", v => v.Job.Key)
        .Text("type", v => v.Job.Type)
        .Text("worker", v => v.Job.Worker ?? "")
        .Number("retries", v => v.Job.Retries)
        .Time("deadline", v => v.Job.LockedUntil)
        .Text("errorMessage", v => v.Job.ErrorMessage)
        .Flag("hasFailedWithRetriesLeft", v => v.Job.ErrorMessage != null && v.Job.Retries > 0)
        .Flag("state", v => v.Job.ErrorMessage != null)
        .Filter("state", StateIs)
        .Filter("kind", json => Always<JobKind>(json, "kind", JobKind.BpmnElement))
        .Filter("listenerEventType", json => Always(json, "listenerEventType", JobListenerEventType.Unspecified))
        .Text("elementId", v => v.Job.ElementId)
        .Key("elementInstanceKey", v => v.Job.ElementInstanceKey)
        .Key("processInstanceKey", v => v.Job.InstanceKey)
        .Key("processDefinitionKey", v => v.Job.DefinitionKey)
        .Text("processDefinitionId", v => v.Job.ProcessId)
        .Time("creationTime", v => v.Job.CreatedAt)
        .Text("tenantId", v => v.Job.TenantId);

    public static Task<(List<JobView> Rows, SearchQueryPageResponse Page)> RunAsync(
        WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation) =>
        (from job in database.Jobs.AsNoTracking()
         join instance in database.Instances on job.InstanceKey equals instance.Key
         select new JobView { Job = job, Instance = instance }).RunAsync(Fields, query, cancellation);

    /// <summary>Jobs that are kept are new or have failed; the API's other states match nothing.</summary>
    private static Expression<Func<JobView, bool>> StateIs(JsonElement json)
    {
        Expression<Func<JobView, bool?>> failed = v => v.Job.ErrorMessage != null;
        return SearchOperators.Build(
            failed,
            json,
            "state",
            part => WireName.Parse<JobState>(part, "state") switch
            {
                JobState.Created => false,
                JobState.Failed => (bool?)true,
                _ => null,
            },
            like: null);
    }

    /// <summary>A field that has one value in all our jobs.</summary>
    private static Expression<Func<JobView, bool>> Always<TWire>(JsonElement json, string name, TWire value)
        where TWire : struct, Enum
    {
        Expression<Func<JobView, bool?>> same = v => true;
        return SearchOperators.Build(
            same, json, name, part => (bool?)WireName.Parse<TWire>(part, name).Equals(value), like: null);
    }
}

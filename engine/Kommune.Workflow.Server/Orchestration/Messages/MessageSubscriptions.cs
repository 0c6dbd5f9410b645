using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>An element instance that waits for a message.</summary>
public sealed record MessageSubscriptionResult(
    string MessageSubscriptionKey,
    string ProcessDefinitionId,
    string? ProcessDefinitionKey,
    string? ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string ElementId,
    string? ElementInstanceKey,
    [property: JsonConverter(typeof(WireEnum<MessageSubscriptionState>))] MessageSubscriptionState MessageSubscriptionState,
    DateTime LastUpdatedDate,
    string MessageName,
    string? CorrelationKey,
    string TenantId);

/// <summary>A message that reached an element instance waiting for it.</summary>
public sealed record CorrelatedMessageSubscriptionResult(
    string? CorrelationKey,
    DateTime CorrelationTime,
    string ElementId,
    string? ElementInstanceKey,
    string MessageKey,
    string MessageName,
    int PartitionId,
    string ProcessDefinitionId,
    string ProcessDefinitionKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string SubscriptionKey,
    string TenantId);

/// <summary>The API's states; what waits is <see cref="Created"/>, the others are not kept as subscriptions.</summary>
public enum MessageSubscriptionState
{
    Correlated,
    Created,
    Deleted,
    Migrated,
}

/// <summary>A bookmark for a message with the instance it belongs to.</summary>
internal sealed class MessageSubscriptionView
{
    public required BookmarkRow Bookmark { get; init; }
    public required InstanceRow Instance { get; init; }
}

/// <summary>Who waits for messages, and which messages reached whom.</summary>
internal static class MessageSubscriptions
{
    private static readonly SearchFields<MessageSubscriptionView> Fields = new SearchFields<MessageSubscriptionView>(v => v.Bookmark.Key)
        .Key("messageSubscriptionKey", v => v.Bookmark.Key)
        .Key("processDefinitionKey", v => v.Instance.DefinitionKey)
        .Text("processDefinitionId", v => v.Bookmark.ProcessId)
        .Key("processInstanceKey", v => v.Bookmark.InstanceKey)
        .Text("elementId", v => v.Bookmark.ElementId)
        .Key("elementInstanceKey", v => v.Bookmark.ElementInstanceKey)
        .Enum<BookmarkKind, MessageSubscriptionState>(
            "messageSubscriptionState",
            v => v.Bookmark.Kind,
            state => state == MessageSubscriptionState.Created ? BookmarkKind.Message : null)
        .Time("lastUpdatedDate", v => v.Bookmark.CreatedAt)
        .Text("messageName", v => v.Bookmark.Name)
        .Text("correlationKey", v => v.Bookmark.CorrelationKey)
        .Text("tenantId", v => v.Bookmark.TenantId);

    private static readonly SearchFields<MessageCorrelationRow> CorrelatedFields = new SearchFields<MessageCorrelationRow>(r => r.Position)
        .Text("correlationKey", r => r.CorrelationKey)
        .Time("correlationTime", r => r.At)
        .Text("elementId", r => r.ElementId)
        .Key("elementInstanceKey", r => r.ElementInstanceKey)
        .Key("messageKey", r => r.MessageKey)
        .Text("messageName", r => r.Name)
        .Number("partitionId", _ => ClusterEndpoints.PartitionId)
        .Text("processDefinitionId", r => r.ProcessId)
        .Key("processDefinitionKey", r => r.DefinitionKey)
        .Key("processInstanceKey", r => r.InstanceKey)
        .Key("subscriptionKey", r => r.SubscriptionKey)
        .Text("tenantId", r => r.TenantId);

    public static void Map(RouteGroupBuilder v2)
    {
        v2.MapPost("/message-subscriptions/search", SearchAsync).WithTags("Message subscription")
            .WithName("searchMessageSubscriptions").WithSummary("Search what waits for messages");
        v2.MapPost("/correlated-message-subscriptions/search", SearchCorrelatedAsync).WithTags("Message subscription")
            .WithName("searchCorrelatedMessageSubscriptions").WithSummary("Search which messages reached which instances");
    }

    private static Task<SearchQueryResponse<MessageSubscriptionResult>> SearchAsync(
        Caller caller, WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var views =
            from bookmark in database.Bookmarks.AsNoTracking()
            where bookmark.Kind == BookmarkKind.Message
            join instance in database.Instances on bookmark.InstanceKey equals instance.Key
            select new MessageSubscriptionView { Bookmark = bookmark, Instance = instance };
        return views.RunAsync(Fields, query, Show, cancellation);
    }

    private static Task<SearchQueryResponse<CorrelatedMessageSubscriptionResult>> SearchCorrelatedAsync(
        Caller caller, WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return database.MessageCorrelations.AsNoTracking().RunAsync(CorrelatedFields, query, Show, cancellation);
    }

    private static MessageSubscriptionResult Show(MessageSubscriptionView view) => new(
        ClusterKey.Text(view.Bookmark.Key),
        view.Bookmark.ProcessId,
        ClusterKey.Text(view.Instance.DefinitionKey),
        ClusterKey.Text(view.Bookmark.InstanceKey),
        ClusterKey.Text(view.Instance.RootKey),
        view.Bookmark.ElementId,
        ClusterKey.Text(view.Bookmark.ElementInstanceKey),
        MessageSubscriptionState.Created,
        view.Bookmark.CreatedAt.UtcDateTime,
        view.Bookmark.Name,
        view.Bookmark.CorrelationKey.Length == 0 ? null : view.Bookmark.CorrelationKey,
        view.Bookmark.TenantId);

    private static CorrelatedMessageSubscriptionResult Show(MessageCorrelationRow row) => new(
        row.CorrelationKey.Length == 0 ? null : row.CorrelationKey,
        row.At.UtcDateTime,
        row.ElementId,
        ClusterKey.Text(row.ElementInstanceKey),
        ClusterKey.Text(row.MessageKey),
        row.Name,
        ClusterEndpoints.PartitionId,
        row.ProcessId,
        ClusterKey.Text(row.DefinitionKey),
        ClusterKey.Text(row.InstanceKey),
        ClusterKey.Text(row.RootKey),
        ClusterKey.Text(row.SubscriptionKey),
        row.TenantId);
}

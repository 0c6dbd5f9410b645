using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Looking at batch operations, and holding, continuing or ending them.</summary>
internal static class BatchOperationEndpoints
{
    private static readonly SearchFields<BatchOperationView> Fields = new SearchFields<BatchOperationView>(v => v.Operation.Key)
        .Key("batchOperationKey", v => v.Operation.Key)
        .Enum<BatchOperationKind, BatchOperationType>(
            "operationType", v => v.Operation.Kind, type => InStore<BatchOperationKind>(type.ToString()))
        .Enum<BatchOperationState, BatchOperationWireState>(
            "state", v => v.Operation.State, state => InStore<BatchOperationState>(state.ToString()))
        .Time("startDate", v => v.Operation.StartedAt)
        .Time("endDate", v => v.Operation.EndedAt)
        .Text("actorId", v => v.Operation.ActorId)
        .Enum<BatchActorType, BatchActorType>(
            "actorType", v => v.Operation.ActorId!.StartsWith("key:") ? BatchActorType.Client : BatchActorType.User, type => type);

    private static readonly SearchFields<BatchOperationItemView> ItemFields = new SearchFields<BatchOperationItemView>(v => v.Item.Key)
        .Key("batchOperationKey", v => v.Item.BatchOperationKey)
        .Key("itemKey", v => v.Item.Key)
        .Key("processInstanceKey", v => v.Item.InstanceKey)
        .Enum<BatchItemState, BatchItemState>("state", v => v.Item.State, state => state)
        .Enum<BatchOperationKind, BatchOperationType>(
            "operationType", v => v.Operation.Kind, type => InStore<BatchOperationKind>(type.ToString()))
        .Time("processedDate", v => v.Item.ProcessedAt);

    public static void Map(RouteGroupBuilder v2)
    {
        var operations = v2.MapGroup("/batch-operations").WithTags("Batch operation");
        operations.MapPost("/search", SearchAsync).WithName("searchBatchOperations").WithSummary("Search batch operations");
        operations.MapGet("/{batchOperationKey}", GetAsync).WithName("getBatchOperation").WithSummary("Get a batch operation");
        operations.MapPost("/{batchOperationKey}/cancellation", CancelAsync)
            .WithName("cancelBatchOperation").WithSummary("End a batch operation; what is done stays done");
        operations.MapPost("/{batchOperationKey}/suspension", SuspendAsync)
            .WithName("suspendBatchOperation").WithSummary("Hold a batch operation");
        operations.MapPost("/{batchOperationKey}/resumption", ResumeAsync)
            .WithName("resumeBatchOperation").WithSummary("Go on with a held batch operation");
        v2.MapPost("/batch-operation-items/search", SearchItemsAsync).WithTags("Batch operation")
            .WithName("searchBatchOperationItems").WithSummary("Search the single changes of batch operations");
    }

    private static IQueryable<BatchOperationView> Views(WorkflowDbContext database) =>
        database.BatchOperations.AsNoTracking().Select(operation => new BatchOperationView
        {
            Operation = operation,
            Total = database.BatchOperationItems.Count(i => i.BatchOperationKey == operation.Key),
            Failed = database.BatchOperationItems.Count(i => i.BatchOperationKey == operation.Key && i.State == BatchItemState.Failed),
            Completed = database.BatchOperationItems.Count(
                i => i.BatchOperationKey == operation.Key && i.State == BatchItemState.Completed),
        });

    private static Task<SearchQueryResponse<BatchOperationResponse>> SearchAsync(
        Caller caller, WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return Views(database).RunAsync(Fields, query, BatchOperationResponse.Of, cancellation);
    }

    private static Task<SearchQueryResponse<BatchOperationItemResponse>> SearchItemsAsync(
        Caller caller, WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var views =
            from item in database.BatchOperationItems.AsNoTracking()
            join operation in database.BatchOperations on item.BatchOperationKey equals operation.Key
            select new BatchOperationItemView { Item = item, Operation = operation };
        return views.RunAsync(ItemFields, query, BatchOperationItemResponse.Of, cancellation);
    }

    private static async Task<BatchOperationResponse> GetAsync(
        Caller caller, WorkflowDbContext database, string batchOperationKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(batchOperationKey, nameof(batchOperationKey));
        return BatchOperationResponse.Of(await Views(database).SingleOrDefaultAsync(v => v.Operation.Key == key, cancellation)
            ?? throw Problem.NotFound("a batch operation", key));
    }

    private static Task<NoContent> CancelAsync(
        Caller caller, WorkflowDbContext database, EngineClock clock, string batchOperationKey, CancellationToken cancellation) =>
        MoveAsync(caller, database, batchOperationKey, BatchOperationState.Canceled, clock.GetUtcNow(), cancellation);

    private static Task<NoContent> SuspendAsync(
        Caller caller, WorkflowDbContext database, string batchOperationKey, CancellationToken cancellation) =>
        MoveAsync(caller, database, batchOperationKey, BatchOperationState.Suspended, endedAt: null, cancellation);

    private static async Task<NoContent> ResumeAsync(
        Caller caller, WorkflowDbContext database, BatchOperationWork work, string batchOperationKey, CancellationToken cancellation)
    {
        var answer = await MoveAsync(caller, database, batchOperationKey, BatchOperationState.Active, endedAt: null, cancellation);
        work.Wake();
        return answer;
    }

    /// <summary>Whoever asks for what is already so is answered alike; an ended one stays ended.</summary>
    private static async Task<NoContent> MoveAsync(
        Caller caller,
        WorkflowDbContext database,
        string batchOperationKey,
        BatchOperationState target,
        DateTimeOffset? endedAt,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(batchOperationKey, nameof(batchOperationKey));
        var operation = await database.BatchOperations.SingleOrDefaultAsync(b => b.Key == key, cancellation)
            ?? throw Problem.NotFound("a batch operation", key);
        if (operation.State == target)
        {
            return TypedResults.NoContent();
        }

        if (operation.EndedAt is not null)
        {
            throw Problem.Conflict($"Expected a batch operation that is not ended, but it is {operation.State}.");
        }

        (operation.State, operation.EndedAt) = (target, endedAt);
        if (target == BatchOperationState.Canceled)
        {
            foreach (var item in await database.BatchOperationItems
                .Where(i => i.BatchOperationKey == key && i.State == BatchItemState.Active).ToListAsync(cancellation))
            {
                item.State = BatchItemState.Canceled;
            }
        }

        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Problem.Conflict("Expected a batch operation that stands still meanwhile, but it was ended or moved. Look again.");
        }

        return TypedResults.NoContent();
    }

    private static TStored? InStore<TStored>(string name)
        where TStored : struct, Enum =>
        Enum.TryParse<TStored>(name, out var stored) ? stored : null;
}

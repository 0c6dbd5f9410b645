using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>The cluster as its clients want to see it: this program is its one broker with one partition.</summary>
public sealed record TopologyResponse(
    IReadOnlyList<BrokerInfo> Brokers,
    string? ClusterId,
    int ClusterSize,
    int PartitionsCount,
    int ReplicationFactor,
    string GatewayVersion,
    string LastCompletedChangeId);

public sealed record BrokerInfo(int NodeId, string Host, int Port, IReadOnlyList<PartitionInfo> Partitions, string Version);

public sealed record PartitionInfo(int PartitionId, string Role, string Health);

/// <summary>Free software: nothing to buy, nothing that expires.</summary>
public sealed record LicenseResponse(bool ValidLicense, string LicenseType, bool IsCommercial, DateTime? ExpiresAt);

internal static class ClusterEndpoints
{
    /// <summary>The one partition.</summary>
    public const int PartitionId = 1;

    private static readonly string Version = typeof(ClusterEndpoints).Assembly.GetName().Version!.ToString(3);

    public static void Map(RouteGroupBuilder v2)
    {
        v2.MapGet("/topology", GetTopology).WithTags("Cluster")
            .WithName("getTopology").WithSummary("Get brokers and partitions");
        v2.MapGet("/status", GetStatusAsync).WithTags("Cluster").AllowAnonymous()
            .WithName("getStatus").WithSummary("Tell whether requests can be served");
        v2.MapGet("/license", GetLicense).WithTags("License").AllowAnonymous()
            .WithName("getLicense").WithSummary("Get the license");
    }

    private static TopologyResponse GetTopology(HttpRequest request) => new(
        [
            new BrokerInfo(
                NodeId: 0,
                request.Host.Host,
                request.Host.Port ?? (request.IsHttps ? 443 : 80),
                [new PartitionInfo(PartitionId, "leader", "healthy")],
                Version),
        ],
        ClusterId: null,
        ClusterSize: 1,
        PartitionsCount: 1,
        ReplicationFactor: 1,
        Version,
        LastCompletedChangeId: "-1");

    /// <summary>204 when the database answers, 503 otherwise.</summary>
    private static async Task<NoContent> GetStatusAsync(WorkflowDbContext database, CancellationToken cancellation) =>
        await database.Database.CanConnectAsync(cancellation)
            ? TypedResults.NoContent()
            : throw new ProblemException(
                StatusCodes.Status503ServiceUnavailable, "UNAVAILABLE", "Expected the database to answer, but it does not.");

    private static LicenseResponse GetLicense() => new(true, "EUPL-1.2", false, null);
}

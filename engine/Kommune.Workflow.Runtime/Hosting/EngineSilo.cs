using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Kommune.Workflow.Runtime;

/// <summary>The Orleans silo of this node, in a host of its own: the application answers while the silo still starts.</summary>
internal sealed class EngineSilo(IServiceProvider services, RuntimeOptions options) : IAsyncDisposable
{
    private readonly TaskCompletionSource<IGrainFactory> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHost? host;

    /// <summary>Completes when the silo takes calls; fails when it could not start.</summary>
    public Task Ready => started.Task;

    public ValueTask<IGrainFactory> GrainsAsync(CancellationToken cancellationToken) => started.Task.IsCompletedSuccessfully
        ? new(started.Task.Result)
        : new(started.Task.WaitAsync(cancellationToken));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            host = new HostBuilder().UseOrleans(Configure).ConfigureServices(Share).Build();
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
    }

    /// <summary>Lets callers in.</summary>
    internal void Open() => started.TrySetResult(host!.Services.GetRequiredService<IGrainFactory>());

    /// <summary>Callers that wait for the engine get this instead.</summary>
    internal void Fail(Exception exception) => started.TrySetException(exception);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (host is not null)
        {
            await host.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Share(IServiceCollection silo)
    {
        silo.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        silo.AddSingleton(services.GetRequiredService<InstanceExecutor>());
        silo.AddSingleton(services.GetRequiredService<InstancesInMemory>());
        silo.AddSingleton(services.GetRequiredService<MessageDelivery>());
        silo.AddSingleton(options);
    }

    private void Configure(ISiloBuilder silo)
    {
        // A free port for each host, so that several run on one machine; no gateway, because there are no outside clients.
        var port = FreePort();
        silo.Configure<SiloMessagingOptions>(messaging => messaging.MaxEnqueuedRequestsHardLimit = options.CommandsPerInstanceMax);
        if (options.ClusterConnectionString is { } connectionString)
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ClusterId));
            silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", connectionString));
            silo.Configure<ClusterMembershipOptions>(FailOverFast);
            if (options.AdvertisedAddress is { } address)
            {
                silo.ConfigureEndpoints(IPAddress.Parse(address), port, gatewayPort: 0);
            }
            else
            {
                silo.ConfigureEndpoints(port, gatewayPort: 0);
            }
        }
        else
        {
            silo.UseLocalhostClustering(port, gatewayPort: 0, serviceId: options.ClusterId, clusterId: options.ClusterId);
        }
    }

    private static void FailOverFast(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);

        // A node that starts again after a crash joins once its former self has been silent for ten seconds.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 2;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

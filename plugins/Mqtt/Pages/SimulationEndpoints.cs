using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Kommune.Workflow.Plugins.Mqtt.Simulation;
using Kommune.Workflow.Sdk;
using MQTTnet;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>Starts, shows and ends the simulated town.</summary>
internal sealed class SimulationEndpoints(TownSimulation simulation, Settings<MqttSettings> settings)
{
    private const double MaxSpeed = 5_000;

    public void AddTo(IPluginBuilder plugin)
    {
        var access = Access.With("operations");
        plugin.AddEndpoint(new PluginEndpoint { Method = "POST", Path = "simulation", Access = access, Handle = StartAsync });
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "GET", Path = "simulation", Access = access, Handle = (_, _) => Task.FromResult(PluginResponse.Json(simulation.State)),
        });
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "DELETE",
            Path = "simulation",
            Access = access,
            Handle = (_, _) =>
            {
                simulation.Stop();
                return Task.FromResult(PluginResponse.Empty);
            },
        });
    }

    private async Task<PluginResponse> StartAsync(PluginRequest request, CancellationToken cancel)
    {
        var (asked, set) = (request.ReadJson<SimulationRequest>(), settings.Current);
        if (asked.Bins is < 1 or > TownSimulation.MaxBins || asked.Speed is not (>= 1 and <= MaxSpeed))
        {
            return PluginResponse.Refused(
                422, $"Möglich sind 1 bis {TownSimulation.MaxBins} Behälter und die Geschwindigkeit 1 bis {MaxSpeed:0}.");
        }

        if (!set.BrokerOn)
        {
            return PluginResponse.Refused(409, "Der eigene Broker ist aus. Schalten Sie ihn in den Einstellungen ein.");
        }

        using var own = MqttSettings.CertificateWithKey(set.BrokerCertificate);
        var thumbprint = own?.Thumbprint;
        MqttClientOptionsBuilder Connect()
        {
            var options = new MqttClientOptionsBuilder()
                .WithTcpServer(set.BrokerAddress == "0.0.0.0" ? "127.0.0.1" : set.BrokerAddress, set.BrokerPort)
                .WithCredentials(SensorWork.OwnAccount.User, SensorWork.OwnAccount.Password);

            // The broker is this program: its own certificate is enough, whatever name stands in it.
            return thumbprint is null
                ? options
                : options.WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(
                    seen => seen.Certificate?.GetCertHashString() == thumbprint));
        }

        await simulation.StartAsync(
            asked.Bins, asked.Speed, new Place(set.DepotLatitude, set.DepotLongitude), Connect, request.Caller!.UserId, cancel)
            .ConfigureAwait(false);
        return PluginResponse.Json(simulation.State, 202);
    }

    private sealed record SimulationRequest(int Bins = 500, double Speed = 600);
}

using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Pages;
using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Simulation;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt;

/// <summary>Sensors over MQTT: readings, rules, forecasts, rounds.</summary>
public sealed class MqttPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder plugin)
    {
        var host = plugin.Host;
        var settings = new Settings<MqttSettings>(new MqttSettingsValidator());
        var catalogue = new CatalogueStore(host.Tables, host.Clock);
        var secrets = new SecretStore(host.Tables, host.Secrets, host.Clock);
        var deadLetters = new DeadLetters(host.Tables);
        var work = new SensorWork(host, settings, catalogue, secrets, deadLetters);
        var history = new ReadingHistory(host.Tables);
        var overview = new Overview(host.Tables, catalogue, history, settings, work, host.Clock);
        plugin.AddSettings(settings);
        plugin.AddTables(SensorTables.Migrations);
        plugin.AddStimulus(new StimulusDescription
        {
            Type = "mqtt-message",
            Name = "Messwert eines Sensors",
            Description = "Eine Nachricht eines Geräts ist angekommen. Nur bei Quellen, die dafür freigegeben sind.",
            Icon = "signal",
            Outputs =
            [
                new FieldDescription { Name = "geraet", Label = "Gerät", Type = FieldType.Text },
                new FieldDescription { Name = "bezeichnung", Label = "Bezeichnung", Type = FieldType.Text },
                new FieldDescription { Name = "quelle", Label = "Quelle", Type = FieldType.Text },
                new FieldDescription { Name = "thema", Label = "Thema", Type = FieldType.Text },
                new FieldDescription { Name = "gemessen", Label = "Gemessen", Type = FieldType.DateTime },
                new FieldDescription { Name = "werte", Label = "Messwerte", Type = FieldType.Json },
            ],
        });
        new SensorEndpoints(catalogue, overview).AddTo(plugin);
        new DeviceEndpoints(host.Tables, catalogue, history, host.Clock).AddTo(plugin);
        new SourceEndpoints(catalogue, secrets, work, settings).AddTo(plugin);
        new TrialEndpoints(catalogue, new RuleDryRun(host.Tables, catalogue, history, host.Clock), host.Clock).AddTo(plugin);
        new DeadLetterEndpoints(deadLetters).AddTo(plugin);
        var trips = new Trips(host.Tables);
        plugin.AddActivity(new KeepTrip(trips, host.Clock));
        new RoundEndpoints(host.Tables, catalogue, history, trips, settings, host.Clock).AddTo(plugin);
        new SimulationEndpoints(new TownSimulation(catalogue, trips, host.Clock, host.Log), settings).AddTo(plugin);
        plugin.AddBackgroundWork(new BackgroundWork("sensors", RunsOn.OneNode, work.RunAsync));
        plugin.AddHealthCheck("Quellen", _ => Task.FromResult(work.Health.FirstOrDefault(source => !source.Connected) is { } down
            ? new PluginHealth(HealthState.Degraded, $"{down.Id}: {down.Problem}")
            : PluginHealth.Ok));
    }
}

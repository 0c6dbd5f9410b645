using System.Globalization;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>A rule that watches a device, with the device's own limit, and whether it holds.</summary>
public sealed record WatchingRule(Rule Rule, string Name, bool Raised, DateTimeOffset? Since, int Episodes);

/// <summary>A device that hung at a place before.</summary>
public sealed record Predecessor(string Id, DateTimeOffset RegisteredAt, DateTimeOffset? LastAt);

/// <summary>Everything about one device.</summary>
public sealed record DeviceAnswer(
    Device Device,
    DeviceType? Type,
    string? CodecName,
    DeviceStatus? Status,
    IReadOnlyList<WatchingRule> Rules,
    IReadOnlyList<Predecessor> Before,
    string? ReplacedBy);

/// <summary>Addresses for one device: what it is, its readings, and swapping it.</summary>
internal sealed class DeviceEndpoints(ITables tables, CatalogueStore catalogue, ReadingHistory history, TimeProvider clock)
{
    private static readonly TimeSpan DefaultChart = TimeSpan.FromDays(7);

    public void AddTo(IPluginBuilder plugin)
    {
        plugin.AddEndpoint(
            new PluginEndpoint { Method = "GET", Path = "devices/{id}", Access = Access.SignedIn, Handle = ReadAsync });
        plugin.AddEndpoint(
            new PluginEndpoint { Method = "GET", Path = "devices/{id}/chart", Access = Access.SignedIn, Handle = ChartAsync });
        plugin.AddEndpoint(
            new PluginEndpoint { Method = "POST", Path = "devices/{id}/swap", Access = Access.With("operations"), Handle = SwapAsync });
    }

    private async Task<PluginResponse> ReadAsync(PluginRequest request, CancellationToken cancel)
    {
        await catalogue.LoadAsync(cancel).ConfigureAwait(false);
        var setUp = catalogue.Current;
        var succession = setUp.Succession(request.Route["id"]);
        if (succession.Count == 0)
        {
            return NoDevice();
        }

        var device = succession[0];
        var states = await StatesAsync(cancel).ConfigureAwait(false);
        var status = states.GetValueOrDefault(device.Id);
        return PluginResponse.Json(new DeviceAnswer(
            device,
            setUp.Types.GetValueOrDefault(device.TypeId),
            device.CodecId is { } codec ? setUp.Codecs.GetValueOrDefault(codec)?.Name ?? codec : null,
            status,
            [
                .. setUp.RulesOf(device).Select(rule =>
                {
                    var state = status?.Rules.GetValueOrDefault(rule.Rule.Id) ?? RuleState.Initial;
                    return new WatchingRule(rule.For(device), rule.Name, state.Raised, state.RaisedAt, state.Episode);
                }),
            ],
            [.. succession.Skip(1).Select(d => new Predecessor(d.Id, d.RegisteredAt, states.GetValueOrDefault(d.Id)?.LastAt))],
            setUp.Devices.Values.FirstOrDefault(d => d.Replaces == device.Id)?.Id));
    }

    /// <summary>Values for a chart: those of the device and of the devices at its place before it.</summary>
    private async Task<PluginResponse> ChartAsync(PluginRequest request, CancellationToken cancel)
    {
        var to = Time(request, "to") ?? clock.GetUtcNow().AddMinutes(1);
        var from = Time(request, "from") ?? to - DefaultChart;
        if (from >= to)
        {
            return PluginResponse.Refused(400, "Der Beginn muss vor dem Ende liegen.");
        }

        var field = request.Query.GetValueOrDefault("field") ?? Overview.LevelField;
        var states = await StatesAsync(cancel).ConfigureAwait(false);
        var points = new List<ChartPoint>();
        foreach (var device in catalogue.Current.Succession(request.Route["id"]).Reverse())
        {
            if (states.TryGetValue(device.Id, out var status))
            {
                points.AddRange(await history.ChartAsync(status.Number, field, from, to, cancel).ConfigureAwait(false));
            }
        }

        return PluginResponse.Json(points.OrderBy(point => point.At));
    }

    /// <summary>Another device takes this one's place: its history, its rules' state and its cases go on.</summary>
    private async Task<PluginResponse> SwapAsync(PluginRequest request, CancellationToken cancel)
    {
        var newId = request.ReadJson<Swap>().NewId.Trim();
        await catalogue.LoadAsync(cancel).ConfigureAwait(false);
        var setUp = catalogue.Current;
        if (!setUp.Devices.TryGetValue(request.Route["id"], out var old))
        {
            return NoDevice();
        }

        if (setUp.Devices.ContainsKey(newId))
        {
            return PluginResponse.Refused(409, $"Das Gerät „{newId}“ ist schon angelegt.");
        }

        var next = old with { Id = newId, Replaces = old.Id, RegisteredAt = clock.GetUtcNow(), Active = true };
        if (DocumentCheck.Problem(next, setUp) is { } problem)
        {
            return PluginResponse.Refused(422, problem);
        }

        await catalogue.SaveAsync(
            [(CatalogueStore.Devices, newId, next), (CatalogueStore.Devices, old.Id, old with { Active = false })],
            request.Caller!.UserId,
            cancel).ConfigureAwait(false);
        return PluginResponse.Empty;
    }

    private async Task<Dictionary<string, DeviceStatus>> StatesAsync(CancellationToken cancel) =>
        (await SensorStates.DevicesAsync(tables, cancel).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.Status, StringComparer.Ordinal);

    private static PluginResponse NoDevice() => PluginResponse.Refused(404, "Dieses Gerät ist nicht angelegt.");

    private static DateTimeOffset? Time(PluginRequest request, string name) =>
        DateTimeOffset.TryParse(
            request.Query.GetValueOrDefault(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;

    private sealed record Swap(string NewId);
}

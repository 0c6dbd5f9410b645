using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Microsoft.AspNetCore.Mvc;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>The plugins of this node: how they fare, and their settings.</summary>
internal static class PluginEndpoints
{
    /// <summary>Stands for a secret that is set; sent back, it leaves the secret as it is.</summary>
    public const string Masked = "••••••••";

    /// <param name="Name">German.</param>
    /// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>failed</c>.</param>
    /// <param name="Detail">What to know, or null.</param>
    public sealed record PluginCheck(string Name, string Status, string? Detail);

    public sealed record PluginItem(
        string Id,
        string Name,
        string? Version,
        string? Sdk,
        string? Licence,
        string? Description,
        IReadOnlyList<string> Permissions,
        string State,
        string? Problem,
        IReadOnlyList<PluginCheck> Checks,
        IReadOnlyList<string> Contributes,
        bool HasSettings);

    /// <param name="Fields">What can be set.</param>
    /// <param name="Values">What is in force; of secrets that are set <c>••••••••</c>.</param>
    public sealed record PluginSettingsPage(IReadOnlyList<FieldDescription> Fields, JsonObject Values);

    public sealed record PluginSettingsChange([property: JsonRequired] JsonObject Values);

    public sealed record PluginPageItem(string PluginId, string Label, string Address);

    public static void MapPlugins(this IEndpointRouteBuilder api)
    {
        api.MapGet("/plugins", List).WithName("listPlugins").WithSummary("Plugins of this node, also those that do not work.")
            .Produces<IReadOnlyList<PluginItem>>().ProducesProblem(403);
        api.MapGet("/plugin-pages", Pages).WithName("listPluginPages").WithSummary("Pages of plugins that the caller may open.")
            .Produces<IReadOnlyList<PluginPageItem>>();
        api.MapGet("/plugins/{id}/settings", ReadSettings).WithName("readPluginSettings").WithSummary("A plugin's settings.")
            .Produces<PluginSettingsPage>().ProducesProblem(403).ProducesProblem(404);
        api.MapPut("/plugins/{id}/settings", WriteSettings).WithName("writePluginSettings")
            .WithSummary("Changes a plugin's settings; in force at once on this node, within 10 seconds on others.")
            .Produces<PluginSettingsPage>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IReadOnlyList<PluginItem>> List(Caller caller, PluginCatalogue catalogue, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return await Task.WhenAll(catalogue.Plugins.Select(plugin => ViewAsync(plugin, cancellation)));
    }

    private static IReadOnlyList<PluginPageItem> Pages(Caller caller, PluginCatalogue catalogue) =>
        [.. from plugin in catalogue.Working
            from page in plugin.Contributions.Pages
            where page.Permission is null || caller.May(page.Permission)
            select new PluginPageItem(
                plugin.Id, page.Label, page.Path.StartsWith('/') ? page.Path : $"/plugins/{plugin.Id}/{page.Path}")];

    private static async Task<PluginSettingsPage> ReadSettings(
        string id, Caller caller, PluginCatalogue catalogue, [FromServices] PluginSettingsStore store, CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        return Show(Contract(catalogue, id), await store.ReadAsync(id, cancellation));
    }

    private static async Task<PluginSettingsPage> WriteSettings(
        string id,
        PluginSettingsChange change,
        Caller caller,
        PluginCatalogue catalogue,
        [FromServices] PluginSettingsStore store,
        [FromServices] PluginRunner runner,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        var contract = Contract(catalogue, id);
        var values = Merge(contract, await store.ReadAsync(id, cancellation), change.Values);
        if (contract.Check(values) is { Count: > 0 } errors)
        {
            throw Problem.Unprocessable(errors);
        }

        await store.WriteAsync(id, contract, values, caller.UserId, cancellation);
        await runner.ApplySettingsAsync(cancellation);
        return Show(contract, values);
    }

    private static async Task<PluginItem> ViewAsync(LoadedPlugin plugin, CancellationToken cancellation)
    {
        var manifest = plugin.Manifest;
        var checks = await PluginChecks.CheckAsync(plugin, cancellation);
        var parts = plugin.Contributions;
        return new PluginItem(
            plugin.Id,
            manifest?.Name ?? plugin.Id,
            manifest?.Version,
            manifest?.Sdk,
            manifest?.Licence,
            manifest?.Description,
            manifest?.Permissions ?? [],
            !plugin.Works ? "failed" : plugin.Ready.IsCompleted ? "running" : "starting",
            plugin.Problem,
            [.. checks.Where(_ => plugin.Works).Select(c => new PluginCheck(c.Name, Status(c.Health.State), c.Health.Detail))],
            [
                .. parts.Activities.Select(activity => $"Aufgabe „{activity.Description.Name}“"),
                .. parts.Stimuli.Select(stimulus => $"Ereignis „{stimulus.Name}“"),
                .. parts.Formats.Select(format => $"Dateiart „{format.Name}“"),
                .. parts.Functions.Select(function => $"Funktion „{function.Name}“"),
                .. parts.Pages.Select(page => $"Seite „{page.Label}“"),
            ],
            parts.Settings is not null);
    }

    private static string Status(HealthState state) => state switch
    {
        HealthState.Ok => "ok",
        HealthState.Degraded => "degraded",
        _ => "failed",
    };

    private static Settings Contract(PluginCatalogue catalogue, string id) =>
        catalogue.Working.FirstOrDefault(plugin => plugin.Id == id)?.Contributions.Settings
        ?? throw Problem.NotFound("settings of a plugin", id);

    private static PluginSettingsPage Show(Settings contract, JsonObject stored)
    {
        var shown = new JsonObject();
        foreach (var field in contract.Fields)
        {
            var value = stored[field.Name] ?? field.Default;
            shown[field.Name] = field.Secret && value is not null ? Masked : value?.DeepClone();
        }

        return new PluginSettingsPage(contract.Fields, shown);
    }

    /// <summary>The new values; a masked or absent secret keeps its old one.</summary>
    private static JsonObject Merge(Settings contract, JsonObject stored, JsonObject wanted)
    {
        var merged = new JsonObject();
        foreach (var field in contract.Fields)
        {
            var value = wanted[field.Name];
            var keeps = field.Secret
                && (!wanted.ContainsKey(field.Name) || (value is JsonValue text && text.ToString() == Masked));
            merged[field.Name] = (keeps ? stored[field.Name] : value)?.DeepClone();
        }

        return merged;
    }
}

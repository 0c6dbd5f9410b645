using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>Addresses for the overview and for what is set up.</summary>
internal sealed class SensorEndpoints(CatalogueStore catalogue, Overview overview)
{
    private const int SaveBytesMax = 8 * 1024 * 1024;

    public void AddTo(IPluginBuilder plugin)
    {
        Add(plugin, "GET", "overview", Access.SignedIn, OverviewAsync);
        Add(plugin, "GET", "map", Access.SignedIn, MapAsync);
        Add(plugin, "GET", "documents/{kind}", Access.SignedIn, ListAsync);
        Add(plugin, "GET", "documents/{kind}/{id}/versions", Access.SignedIn, VersionsAsync);
        Add(plugin, "PUT", "documents", Access.With("operations"), SaveAsync, SaveBytesMax);
        Add(plugin, "DELETE", "documents/{kind}/{id}", Access.With("operations"), RemoveAsync);
    }

    private static void Add(
        IPluginBuilder plugin,
        string method,
        string path,
        Access access,
        Func<PluginRequest, CancellationToken, Task<PluginResponse>> handle,
        int bodyBytesMax = 64 * 1024) =>
        plugin.AddEndpoint(
            new PluginEndpoint { Method = method, Path = path, Access = access, Handle = handle, BodyBytesMax = bodyBytesMax });

    private async Task<PluginResponse> OverviewAsync(PluginRequest request, CancellationToken cancel) =>
        PluginResponse.Json(await overview.ReadAsync(cancel).ConfigureAwait(false));

    /// <summary>The map beneath the devices as GeoJSON; 204 when there is none.</summary>
    private async Task<PluginResponse> MapAsync(PluginRequest request, CancellationToken cancel) =>
        await catalogue.MapAsync(cancel).ConfigureAwait(false) is { } map
            ? PluginResponse.Json(JsonNode.Parse(map)!["geoJson"])
            : PluginResponse.Empty;

    private async Task<PluginResponse> ListAsync(PluginRequest request, CancellationToken cancel)
    {
        await catalogue.LoadAsync(cancel).ConfigureAwait(false);
        var current = catalogue.Current;
        return request.Route["kind"] switch
        {
            CatalogueStore.Sources => PluginResponse.Json(current.Sources.Values),
            CatalogueStore.Types => PluginResponse.Json(current.Types.Values),
            CatalogueStore.Codecs => PluginResponse.Json(current.Codecs.Values),
            CatalogueStore.Devices => PluginResponse.Json(current.Devices.Values),
            CatalogueStore.Rules => PluginResponse.Json(current.Rules.Values),
            _ => UnknownKind(),
        };
    }

    private async Task<PluginResponse> VersionsAsync(PluginRequest request, CancellationToken cancel) => PluginResponse.Json(
        await catalogue.VersionsAsync(request.Route["kind"], request.Route["id"], cancel).ConfigureAwait(false));

    /// <summary>Body: a list of <c>{kind, id, content}</c>, saved together or not at all.</summary>
    private async Task<PluginResponse> SaveAsync(PluginRequest request, CancellationToken cancel)
    {
        await catalogue.LoadAsync(cancel).ConfigureAwait(false);
        var documents = new List<(string Kind, string Id, object? Content)>();
        foreach (var entry in request.ReadJson<List<DocumentToSave>>())
        {
            var (content, problem) = DocumentCheck.Read(entry.Kind, entry.Id, entry.Content);
            if (problem is not null)
            {
                return PluginResponse.Refused(422, problem);
            }

            documents.Add((entry.Kind, entry.Id, content));
        }

        if (DocumentCheck.BrokenReference(documents, catalogue.Current) is { } missing)
        {
            return PluginResponse.Refused(422, missing);
        }

        await catalogue.SaveAsync(documents, request.Caller!.UserId, cancel).ConfigureAwait(false);
        return PluginResponse.Empty;
    }

    private async Task<PluginResponse> RemoveAsync(PluginRequest request, CancellationToken cancel)
    {
        var (kind, id) = (request.Route["kind"], request.Route["id"]);
        if (!DocumentCheck.Kinds.Contains(kind))
        {
            return UnknownKind();
        }

        await catalogue.LoadAsync(cancel).ConfigureAwait(false);
        if (DocumentCheck.StillUsed(kind, id, catalogue.Current) is { } used)
        {
            return PluginResponse.Refused(409, used);
        }

        await catalogue.SaveAsync([(kind, id, null)], request.Caller!.UserId, cancel).ConfigureAwait(false);
        return PluginResponse.Empty;
    }

    private static PluginResponse UnknownKind() =>
        PluginResponse.Refused(404, $"Es gibt nur {string.Join(", ", DocumentCheck.Kinds)}.");

    private sealed record DocumentToSave(string Kind, string Id, JsonNode? Content);
}

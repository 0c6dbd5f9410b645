using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Codecs;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>Addresses under <c>/api/plugins/mqtt</c>: what is set up, what was measured, what could not be read.</summary>
internal sealed class SensorEndpoints(
    ITables tables, CatalogueStore catalogue, ReadingHistory history, DeadLetters deadLetters, Overview overview, TimeProvider clock)
{
    private static readonly TimeSpan DefaultChart = TimeSpan.FromDays(7);

    public void AddTo(IPluginBuilder plugin)
    {
        Add(plugin, "GET", "overview", Access.SignedIn, OverviewAsync);
        Add(plugin, "GET", "devices/{id}/chart", Access.SignedIn, ChartAsync);
        Add(plugin, "GET", "documents/{kind}", Access.SignedIn, ListAsync);
        Add(plugin, "GET", "documents/{kind}/{id}/versions", Access.SignedIn, VersionsAsync);
        Add(plugin, "PUT", "documents", Access.With("operations"), SaveAsync, 8 * 1024 * 1024);
        Add(plugin, "DELETE", "documents/{kind}/{id}", Access.With("operations"), RemoveAsync);
        Add(plugin, "POST", "codecs/try", Access.With("operations"), TryCodecAsync, 2 * PayloadCodec.MaxScriptLength);
        Add(plugin, "GET", "dead-letters", Access.With("operations"), DeadLettersAsync);
        Add(plugin, "POST", "dead-letters/again", Access.With("operations"), ReadAgainAsync);
        Add(plugin, "DELETE", "dead-letters/{number}", Access.With("operations"), RemoveLetterAsync);
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

    private async Task<PluginResponse> ChartAsync(PluginRequest request, CancellationToken cancel)
    {
        var status = (await SensorStates.DevicesAsync(tables, cancel).ConfigureAwait(false))
            .Where(row => row.Id == request.Route["id"]).Select(row => row.Status).FirstOrDefault();
        var to = Time(request, "to") ?? clock.GetUtcNow().AddMinutes(1);
        var from = Time(request, "from") ?? to - DefaultChart;
        if (from >= to)
        {
            return PluginResponse.Refused(400, "Der Beginn muss vor dem Ende liegen.");
        }

        var field = request.Query.GetValueOrDefault("field") ?? Overview.LevelField;
        return PluginResponse.Json(status is null
            ? []
            : await history.ChartAsync(status.Number, field, from, to, cancel).ConfigureAwait(false));
    }

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
        var documents = new List<(string Kind, string Id, object? Content)>();
        foreach (var entry in request.ReadJson<List<DocumentToSave>>())
        {
            if (DocumentCheck.Read(entry.Kind, entry.Id, entry.Content) is var (content, problem) && problem is not null)
            {
                return PluginResponse.Refused(422, $"{entry.Kind}/{entry.Id}: {problem}");
            }

            documents.Add((entry.Kind, entry.Id, content));
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

        await catalogue.SaveAsync([(kind, id, null)], request.Caller!.UserId, cancel).ConfigureAwait(false);
        return PluginResponse.Empty;
    }

    /// <summary>Runs a codec's examples: what it gave, and whether that was expected.</summary>
    private static Task<PluginResponse> TryCodecAsync(PluginRequest request, CancellationToken cancel)
    {
        var script = request.ReadJson<CodecScript>();
        try
        {
            using var codec = PayloadCodec.Load(script.Script);
            var results = script.Examples.Select(example =>
            {
                var bytes = Convert.FromHexString(example.Bytes.Replace(" ", "", StringComparison.Ordinal));
                var decoded = codec.Decode(bytes, example.Port, DateTimeOffset.UnixEpoch);
                var matches = decoded.Data is not null && JsonNode.DeepEquals(decoded.Data, JsonNode.Parse(example.Expected));
                return new { example.Name, Matches = matches, decoded.Data, decoded.Warnings, decoded.Errors };
            }).ToList();
            return Task.FromResult(PluginResponse.Json(results));
        }
        catch (CodecException e)
        {
            return Task.FromResult(PluginResponse.Refused(422, e.Message));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return Task.FromResult(
                PluginResponse.Refused(422, "Die Beispiele brauchen Bytes als Hexadezimalzahlen und das Ergebnis als JSON."));
        }
    }

    private async Task<PluginResponse> DeadLettersAsync(PluginRequest request, CancellationToken cancel) => PluginResponse.Json(
        await deadLetters.PageAsync(Number(request.Query.GetValueOrDefault("before")), cancel).ConfigureAwait(false));

    private async Task<PluginResponse> ReadAgainAsync(PluginRequest request, CancellationToken cancel)
    {
        var which = request.ReadJson<LettersToRead>();
        var letters = await deadLetters.ReadAgainAsync(which.Number, which.Code, cancel).ConfigureAwait(false);
        return PluginResponse.Json(new { Letters = letters });
    }

    private async Task<PluginResponse> RemoveLetterAsync(PluginRequest request, CancellationToken cancel) =>
        Number(request.Route["number"]) is { } number && await deadLetters.RemoveAsync(number, cancel).ConfigureAwait(false) > 0
            ? PluginResponse.Empty
            : PluginResponse.Refused(404, "Diese Nachricht gibt es nicht mehr.");

    private static PluginResponse UnknownKind() =>
        PluginResponse.Refused(404, $"Es gibt nur {string.Join(", ", DocumentCheck.Kinds)}.");

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(PluginRequest request, string name) =>
        DateTimeOffset.TryParse(
            request.Query.GetValueOrDefault(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;

    private sealed record DocumentToSave(string Kind, string Id, JsonNode? Content);

    private sealed record LettersToRead(long? Number, string? Code);
}

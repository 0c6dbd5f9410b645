using System.Globalization;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>Addresses for what could not be read.</summary>
internal sealed class DeadLetterEndpoints(DeadLetters letters)
{
    private const int ReasonLengthMax = 500;

    public void AddTo(IPluginBuilder plugin)
    {
        Add(plugin, "GET", "dead-letters", PageAsync);
        Add(plugin, "GET", "dead-letters/counts", CountsAsync);
        Add(plugin, "GET", "dead-letters/{number}/content", ContentAsync);
        Add(plugin, "POST", "dead-letters/again", ReadAgainAsync);
        Add(plugin, "POST", "dead-letters/discard", DiscardAsync);
    }

    private static void Add(
        IPluginBuilder plugin, string method, string path, Func<PluginRequest, CancellationToken, Task<PluginResponse>> handle) =>
        plugin.AddEndpoint(
            new PluginEndpoint { Method = method, Path = path, Access = Access.With("operations"), Handle = handle });

    private async Task<PluginResponse> PageAsync(PluginRequest request, CancellationToken cancel) => PluginResponse.Json(
        await letters.PageAsync(
            Number(request.Query.GetValueOrDefault("before")),
            request.Query.GetValueOrDefault("code"),
            request.Query.GetValueOrDefault("discarded") == "true",
            cancel).ConfigureAwait(false));

    private async Task<PluginResponse> CountsAsync(PluginRequest request, CancellationToken cancel) =>
        PluginResponse.Json(await letters.CountsAsync(cancel).ConfigureAwait(false));

    /// <summary>The content as text when it is some, and in any case as hex.</summary>
    private async Task<PluginResponse> ContentAsync(PluginRequest request, CancellationToken cancel)
    {
        if (Number(request.Route["number"]) is not { } number
            || await letters.ContentAsync(number, cancel).ConfigureAwait(false) is not { } content)
        {
            return PluginResponse.Refused(404, "Der Inhalt dieser Meldung wurde nicht aufbewahrt.");
        }

        return PluginResponse.Json(new { Text = AsText(content), Hex = Convert.ToHexString(content) });
    }

    private async Task<PluginResponse> ReadAgainAsync(PluginRequest request, CancellationToken cancel)
    {
        var which = request.ReadJson<Which>();
        return PluginResponse.Json(new { Letters = await letters.ReadAgainAsync(which.Number, which.Code, cancel).ConfigureAwait(false) });
    }

    private async Task<PluginResponse> DiscardAsync(PluginRequest request, CancellationToken cancel)
    {
        var which = request.ReadJson<Which>();
        if (which is { Number: null, Code: null })
        {
            return PluginResponse.Refused(422, "Bitte nennen Sie eine Meldung oder eine Art von Meldungen.");
        }

        if (which.Reason?.Trim() is not { Length: > 0 and <= ReasonLengthMax } reason)
        {
            return PluginResponse.Refused(422, $"Bitte nennen Sie den Grund mit höchstens {ReasonLengthMax} Zeichen.");
        }

        var found = await letters.DiscardAsync(which.Number, which.Code, request.Caller!.UserId, reason, cancel).ConfigureAwait(false);
        return PluginResponse.Json(new { Letters = found });
    }

    private static string? AsText(byte[] content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed record Which(long? Number, string? Code, string? Reason);
}

using System.Net;
using System.Net.Http.Headers;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Http;

/// <summary>Sends requests to allowed hosts only, follows redirects to allowed hosts only, and reads answers up to a limit.</summary>
internal sealed class GuardedHttp(Settings<HttpSettings> settings) : IDisposable
{
    private const int RedirectsMax = 5;

    // Redirects are followed here: each target is checked. Cookies of one case must not reach another.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="make">Makes the request anew for each redirect.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ForbiddenTargetException">The address, or a redirect, leads where calls may not go.</exception>
    /// <exception cref="HttpRequestException">The call failed, or its answer is too large.</exception>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var current = settings.Current;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(current.Timeout);
        try
        {
            return await FollowAsync(make, current, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"Das Ziel hat nach {current.Timeout.TotalSeconds:0} Sekunden nicht geantwortet.", exception);
        }
    }

    /// <exception cref="ForbiddenTargetException">There is no credential of that name.</exception>
    public string Credential(string name) => settings.Current.Credential(name)
        ?? throw new ForbiddenTargetException($"Den Zugang „{name}“ gibt es in den Einstellungen der Erweiterung nicht.");

    public void Dispose() => client.Dispose();

    private async Task<HttpAnswer> FollowAsync(
        Func<HttpRequestMessage> make, HttpSettings current, CancellationToken cancellationToken)
    {
        Uri? target = null;
        for (var redirects = 0; redirects <= RedirectsMax; redirects++)
        {
            using var request = make();
            var origin = request.RequestUri!;
            request.RequestUri = target ?? origin;
            Check(request.RequestUri, current);
            if (request.RequestUri.Host != origin.Host || request.RequestUri.Scheme != origin.Scheme)
            {
                request.Headers.Authorization = null; // Credentials are for the host they were given for.
            }

            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if (!IsRedirect(request, response))
            {
                return await ReadAsync(response, current.AnswerBytesMax, cancellationToken).ConfigureAwait(false);
            }

            target = new Uri(request.RequestUri, response.Headers.Location!);
        }

        throw new HttpRequestException($"Das Ziel leitet mehr als {RedirectsMax} Mal weiter.");
    }

    // Only what changes nothing is asked again elsewhere.
    private static bool IsRedirect(HttpRequestMessage request, HttpResponseMessage response) =>
        (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
        && response.Headers.Location is not null
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static void Check(Uri target, HttpSettings current)
    {
        if (target.Scheme is not ("http" or "https"))
        {
            throw new ForbiddenTargetException($"Nur http und https sind möglich, nicht „{target.Scheme}“.");
        }

        if (!current.Allows(target.Host))
        {
            throw new ForbiddenTargetException(
                $"Aufrufe an „{target.Host}“ sind nicht erlaubt. Erlaubte Ziele stehen in den Einstellungen der Erweiterung.");
        }
    }

    private static async Task<HttpAnswer> ReadAsync(
        HttpResponseMessage response, int bytesMax, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (content.Length + read > bytesMax)
            {
                throw new HttpRequestException($"Die Antwort ist größer als {bytesMax} Bytes.");
            }

            content.Write(buffer, 0, read);
        }

        return new HttpAnswer(
            (int)response.StatusCode, content.ToArray(), response.Content.Headers.ContentType, response.Headers.RetryAfter);
    }
}

/// <summary>A complete answer.</summary>
internal sealed record HttpAnswer(int Status, byte[] Content, MediaTypeHeaderValue? ContentType, RetryConditionHeaderValue? RetryAfter);

/// <summary>A call would go where it may not; the reason is in German.</summary>
internal sealed class ForbiddenTargetException(string message) : Exception(message);
